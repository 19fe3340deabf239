import assert from "node:assert/strict";
import { test } from "node:test";
import { readVerdicts, values } from "../../src/verdicts";

const clause = { kind: "example", index: 0, verdict: "fails", exercised: 1, held: 0 };
const counterexample = { call: "f(1)", expected: "2", actual: "returned 3" };

function printed(spec: unknown): string {
  return JSON.stringify({ specs: [spec], problems: [] });
}

test("a failure comes with the call, what was expected and what came back", () => {
  const [spec] = readVerdicts(printed({ line: 3, name: "f", verdict: "fails", report: { clauses: [{ ...clause, counterexample }] } }));
  assert.equal(spec?.line, 3);
  assert.deepEqual(spec.clauses[0]?.counterexample, counterexample);
});

test("a spec that was not checked has no clauses and a reason", () => {
  const [spec] = readVerdicts(printed({ line: 1, name: null, verdict: "not checked", reason: "no module", report: null }));
  assert.deepEqual(spec?.clauses, []);
  assert.equal(spec.reason, "no module");
});

test("what is no verdict is no success", () => {
  const [spec] = readVerdicts(printed({ line: 1, verdict: "fine", report: { clauses: [{ ...clause, verdict: 1 }] } }));
  assert.equal(spec?.verdict, "not checked");
  assert.equal(spec.clauses[0]?.verdict, "not checked");
});

test("output that is no such document is refused", () => {
  assert.throws(() => readVerdicts("Traceback"), SyntaxError);
  assert.throws(() => readVerdicts("{}"), SyntaxError);
});

test("values are compared as values, anything else as it is said", () => {
  assert.deepEqual(values({ call: "f(3)", expected: "== 7", actual: "returns 6" }), { expected: "7", actual: "6" });
  const raised = { expected: "== 7", actual: "raises ValueError" };
  assert.deepEqual(values({ call: "f(3)", ...raised }), raised);
});
