// Specs as tests: a file, its specs, and below each spec its examples and assertions. `lift check` runs them.
import * as vscode from "vscode";
import { thisMachine } from "./machine";
import type { Launch } from "./server";
import { type ClauseVerdict, type SpecVerdict, readVerdicts, values } from "./verdicts";

const CHECKED = new Set(["example", "requires", "ensures", "raises"]);
/** Milliseconds without an edit after which the marks in the gutter are placed anew. */
const PAUSE = 400;
/** Seconds for checking one file. */
const LIMIT = 600;

export interface TestingParts {
  /** Resolves when a server that is being started is up, or was not found. */
  readonly settled: () => Promise<void>;
  readonly launch: () => Launch | undefined;
  /** Where `lift check` runs: not the workspace. */
  readonly folder: string;
  readonly log: vscode.LogOutputChannel;
}

export class SpecTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("lift", "Lift");
  private readonly subscriptions: vscode.Disposable;
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly parts: TestingParts) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.lift");
    this.controller.resolveHandler = (item) => this.resolve(item);
    this.controller.createRunProfile(
      "Check",
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.subscriptions = vscode.Disposable.from(
      this.controller,
      watcher,
      watcher.onDidCreate((uri) => void this.fileItem(uri)),
      watcher.onDidDelete((uri) => this.controller.items.delete(uri.toString())),
      vscode.workspace.onDidOpenTextDocument((document) => void this.show(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.showAfterPause(document)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.show(document)),
    );
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.subscriptions.dispose();
  }

  /** Shows the specs of all open documents; for when a server has come up that knows them. */
  async showOpen(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) await this.show(document);
  }

  private async show(document: vscode.TextDocument): Promise<void> {
    if (document.languageId !== "lift" || document.uri.scheme !== "file") return;
    await this.fill(this.fileItem(document.uri), document.uri);
  }

  private showAfterPause(document: vscode.TextDocument): void {
    if (document.languageId !== "lift") return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.show(document), PAUSE);
  }

  private async resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (item === undefined) {
      for (const uri of await vscode.workspace.findFiles("**/*.lift")) this.fileItem(uri);
    } else if (item.uri !== undefined && item.canResolveChildren) {
      await this.fill(item, item.uri);
    }
  }

  private fileItem(uri: vscode.Uri): vscode.TestItem {
    const known = this.controller.items.get(uri.toString());
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }

  /** The outline of the file is what its specs and clauses are; false when no server gives it. */
  private async fill(file: vscode.TestItem, uri: vscode.Uri): Promise<boolean> {
    await vscode.workspace.openTextDocument(uri);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      "vscode.executeDocumentSymbolProvider",
      uri,
    );
    if (symbols === undefined) return false;
    file.children.replace(
      symbols.map((symbol, ordinal) => {
        const spec = this.controller.createTestItem(`${file.id}#${ordinal}`, symbol.name, uri);
        spec.range = symbol.selectionRange;
        const counts = new Map<string, number>();
        for (const clause of symbol.children) {
          if (!CHECKED.has(clause.name)) continue;
          const index = counts.get(clause.name) ?? 0;
          counts.set(clause.name, index + 1);
          const label = `${clause.name}: ${clause.detail}`;
          const item = this.controller.createTestItem(clauseId(spec, clause.name, index), label, uri);
          item.range = clause.range;
          item.sortText = String(clause.range.start.line).padStart(6, "0");
          spec.children.add(item);
        }
        return spec;
      }),
    );
    return true;
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => stop.abort());
    try {
      await this.parts.settled(); // what is in a file is known to the server only
      if (request.include === undefined) await this.resolve(undefined);
      const wanted = request.include ?? [...this.controller.items].map(([, item]) => item);
      for (const [file, items] of groupedByFile(wanted)) {
        if (!token.isCancellationRequested) await this.check(run, file, items, request.exclude ?? [], stop.signal);
      }
    } finally {
      subscription.dispose();
      run.end();
    }
  }

  /** Checks one file and says what came of each of its items that were asked for. */
  private async check(
    run: vscode.TestRun,
    file: vscode.TestItem,
    wanted: readonly vscode.TestItem[],
    excluded: readonly vscode.TestItem[],
    signal: AbortSignal,
  ): Promise<void> {
    if (file.uri === undefined) return;
    if (file.children.size === 0 && !(await this.fill(file, file.uri))) {
      run.errored(file, new vscode.TestMessage("the Lift server, which finds the specs of a file, is not running"));
    }
    const isWanted = (item: vscode.TestItem) =>
      ancestors(item).some((other) => wanted.includes(other)) && !ancestors(item).some((other) => excluded.includes(other));
    const specs = [...file.children].map(([, item]) => item);
    const items = specs.flatMap((spec) => [spec, ...[...spec.children].map(([, clause]) => clause)]).filter(isWanted);
    const cli = this.parts.launch()?.cli;
    if (!vscode.workspace.isTrusted || cli === undefined) {
      const why = cli === undefined ? "no `lift` program is known" : "the workspace is not trusted: nothing is executed";
      for (const item of items) run.errored(item, new vscode.TestMessage(why));
      return;
    }
    for (const item of items) run.started(item);
    const [program, ...args] = cli;
    this.parts.log.info(`lift check --json ${file.uri.fsPath}`);
    const options = { cwd: this.parts.folder, limit: LIMIT, signal };
    const done = await thisMachine.run(program, [...args, "check", "--json", file.uri.fsPath], options);
    if (signal.aborted) return; // the run ends, and what was started counts as not run
    if (done.stderr) run.appendOutput(done.stderr.replace(/\r?\n/g, "\r\n"));
    let verdicts: SpecVerdict[];
    try {
      verdicts = readVerdicts(done.stdout);
    } catch (error) {
      const message = new vscode.TestMessage(`lift check failed: ${why(done.stderr, String(error))}`);
      for (const item of items) run.errored(item, message);
      return;
    }
    for (const spec of specs) {
      const found = verdicts.find((verdict) => verdict.line === (spec.range?.start.line ?? -1) + 1);
      report(run, spec, found, isWanted);
    }
  }
}

function report(
  run: vscode.TestRun,
  spec: vscode.TestItem,
  found: SpecVerdict | undefined,
  isWanted: (item: vscode.TestItem) => boolean,
): void {
  const clauses = new Map((found?.clauses ?? []).map((clause) => [clauseId(spec, clause.kind, clause.index), clause]));
  for (const [id, item] of spec.children) {
    const clause = clauses.get(id);
    if (!isWanted(item)) continue;
    if (clause?.verdict === "holds") run.passed(item);
    else if (clause?.verdict === "fails") run.failed(item, located(failure(clause), item));
    // What an example that fails kept from being run is not a second problem; anything else that was not run is one.
    else if (found?.verdict === "fails") run.skipped(item);
    else run.errored(item, located(new vscode.TestMessage(why(clause?.reason, found?.reason)), item));
    if (clause !== undefined) run.appendOutput(`${line(clause)}\r\n`, undefined, item);
  }
  if (!isWanted(spec)) return;
  if (found?.verdict === "holds") run.passed(spec, found.seconds * 1000);
  else if (found?.verdict === "fails") {
    const broken = found.clauses.find((clause) => clause.verdict === "fails");
    const message = found.reason !== "" || broken === undefined ? new vscode.TestMessage(found.reason) : failure(broken);
    run.failed(spec, located(message, spec), found.seconds * 1000);
  } else run.errored(spec, located(new vscode.TestMessage(why(found?.reason, "the file has changed: save it")), spec));
}

/** The first reason that says something; the server leaves out what needs no words. */
function why(...reasons: readonly (string | undefined)[]): string {
  return reasons.find((reason) => reason !== undefined && reason !== "") ?? "not executed";
}

function failure(clause: ClauseVerdict): vscode.TestMessage {
  const found = clause.counterexample;
  if (found === undefined) return new vscode.TestMessage(why(clause.reason, "does not hold"));
  const { expected, actual } = values(found);
  return vscode.TestMessage.diff(found.call, expected, actual);
}

function located(message: vscode.TestMessage, item: vscode.TestItem): vscode.TestMessage {
  if (item.uri !== undefined && item.range !== undefined) message.location = new vscode.Location(item.uri, item.range);
  return message;
}

function line(clause: ClauseVerdict): string {
  return `${clause.kind} ${clause.index + 1}: ${clause.verdict}, ${clause.held} of ${clause.exercised} calls`;
}

function clauseId(spec: vscode.TestItem, kind: string, index: number): string {
  return `${spec.id}/${kind}/${index}`;
}

function ancestors(item: vscode.TestItem): vscode.TestItem[] {
  return item.parent === undefined ? [item] : [item, ...ancestors(item.parent)];
}

function groupedByFile(items: readonly vscode.TestItem[]): Map<vscode.TestItem, vscode.TestItem[]> {
  const groups = new Map<vscode.TestItem, vscode.TestItem[]>();
  for (const item of items) {
    const file = ancestors(item).at(-1) ?? item;
    groups.set(file, [...(groups.get(file) ?? []), item]);
  }
  return groups;
}
