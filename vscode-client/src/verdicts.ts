// What `lift check --json` prints, read with care: the function that was checked is not the author's friend.
export type Verdict = "holds" | "fails" | "not exercised" | "not checked";

export interface Counterexample {
  readonly call: string;
  readonly expected: string;
  readonly actual: string;
}

export interface ClauseVerdict {
  readonly kind: string;
  /** Among the clauses of this kind, from 0. */
  readonly index: number;
  readonly verdict: Verdict;
  readonly held: number;
  readonly exercised: number;
  readonly reason: string;
  readonly counterexample: Counterexample | undefined;
}

export interface SpecVerdict {
  /** 1-based line of the spec's head. */
  readonly line: number;
  readonly name: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly seconds: number;
  readonly clauses: readonly ClauseVerdict[];
}

/** The verdicts; raises SyntaxError when the text is no such document. */
export function readVerdicts(text: string): SpecVerdict[] {
  const document: unknown = JSON.parse(text);
  const specs = field(document, "specs");
  if (!Array.isArray(specs)) throw new SyntaxError("`lift check --json` printed no specs");
  return specs.map((spec: unknown) => {
    const report = field(spec, "report");
    const clauses = field(report, "clauses");
    return {
      line: number(field(spec, "line")),
      name: text_(field(spec, "name")),
      verdict: verdict(field(spec, "verdict")),
      reason: text_(field(spec, "reason")),
      seconds: number(field(report, "seconds")),
      clauses: Array.isArray(clauses) ? clauses.map(readClause) : [],
    };
  });
}

/** Expected and actual as plain values where both are: `6` and `7` for `returns 6` where `== 7` was expected. */
export function values({ expected, actual }: Counterexample): { expected: string; actual: string } {
  const [value, result] = [/^== (.*)$/s.exec(expected)?.[1], /^returns (.*)$/s.exec(actual)?.[1]];
  return value === undefined || result === undefined ? { expected, actual } : { expected: value, actual: result };
}

function readClause(clause: unknown): ClauseVerdict {
  const found = field(clause, "counterexample");
  return {
    kind: text_(field(clause, "kind")),
    index: number(field(clause, "index")),
    verdict: verdict(field(clause, "verdict")),
    held: number(field(clause, "held")),
    exercised: number(field(clause, "exercised")),
    reason: text_(field(clause, "reason")),
    counterexample:
      found === undefined || found === null
        ? undefined
        : {
            call: text_(field(found, "call")),
            expected: text_(field(found, "expected")),
            actual: text_(field(found, "actual")),
          },
  };
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function text_(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Anything that is no verdict is no success. */
function verdict(value: unknown): Verdict {
  return value === "holds" || value === "fails" || value === "not exercised" ? value : "not checked";
}
