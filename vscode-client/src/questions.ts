// What is undecided in the workspace, as a view: files, their questions, and below each question its answers.
import { basename } from "node:path";
import * as vscode from "vscode";
import type { Client } from "./client";

/** What `lift/questions` answers. */
interface Answer {
  readonly label: string;
  /** Of the quick fix that gives it. */
  readonly title: string;
}

interface Question {
  readonly spec: string;
  /** What candidates disagree on; empty for other questions. */
  readonly call: string;
  readonly question: string;
  readonly code: string;
  readonly range: { readonly start: vscode.Position; readonly end: vscode.Position };
  readonly answers: readonly Answer[];
}

interface File {
  readonly uri: string;
  readonly questions: readonly Question[];
}

type Node =
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "question"; readonly uri: vscode.Uri; readonly range: vscode.Range; readonly question: Question }
  | { readonly kind: "answer"; readonly uri: vscode.Uri; readonly range: vscode.Range; readonly answer: Answer };

/** Milliseconds in which news are gathered. */
const PAUSE = 200;
const BLOCKING = "LIFT102";
const ANSWER = "lift.answerQuestion";

export class Questions implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view = vscode.window.createTreeView("lift.questions", { treeDataProvider: this, showCollapseAll: true });
  private readonly subscriptions: vscode.Disposable;
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly client: Client) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      this.view,
      client.onStarted(() => this.refresh()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.path.endsWith(".lift"))) this.refresh();
      }),
      vscode.commands.registerCommand(ANSWER, give),
    );
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.subscriptions.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      const files = await this.ask();
      const count = files.reduce((sum, file) => sum + file.questions.length, 0);
      this.view.badge = count === 0 ? undefined : { value: count, tooltip: `${count} open question(s)` };
      return files.map((file) => ({ kind: "file", file }));
    }
    if (node.kind === "file") {
      const uri = vscode.Uri.parse(node.file.uri);
      return node.file.questions.map((question) => {
        const { start, end } = question.range;
        const range = new vscode.Range(start.line, start.character, end.line, end.character);
        return { kind: "question", uri, range, question };
      });
    }
    if (node.kind === "answer") return [];
    return node.question.answers.map((answer) => ({ kind: "answer", uri: node.uri, range: node.range, answer }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    if (node.kind === "file") {
      const item = new vscode.TreeItem(vscode.Uri.parse(node.file.uri), Expanded);
      item.iconPath = vscode.ThemeIcon.File;
      return item;
    }
    if (node.kind === "answer") {
      const item = new vscode.TreeItem(node.answer.label, None);
      item.iconPath = new vscode.ThemeIcon("reply");
      item.command = { command: ANSWER, title: "Give this answer", arguments: [node.uri, node.range, node.answer.title] };
      return item;
    }
    const { question, spec, call, code, answers } = node.question;
    const item = new vscode.TreeItem(call || question, answers.length === 0 ? None : Expanded);
    item.description = call ? question : spec || basename(node.uri.path);
    item.tooltip = question;
    item.iconPath = new vscode.ThemeIcon(code === BLOCKING ? "warning" : "question");
    item.command = { command: "vscode.open", title: "Show", arguments: [node.uri, { selection: node.range }] };
    return item;
  }

  private async ask(): Promise<readonly File[]> {
    try {
      const found = await this.client.current?.sendRequest<{ files: File[] }>("lift/questions", {});
      return found?.files ?? [];
    } catch {
      return []; // the server has gone meanwhile; the next one is asked again
    }
  }

  private refresh(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.changed.fire(), PAUSE);
  }
}

/** Gives an answer as its quick fix does: the file is shown, so that what was written can be seen and undone. */
async function give(uri: vscode.Uri, range: vscode.Range, title: string): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: range, preview: false });
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
  const edit = found.find((action) => action.title === title)?.edit;
  if (edit === undefined) void vscode.window.showInformationMessage("The question has changed meanwhile: lift the spec again.");
  else await vscode.workspace.applyEdit(edit);
}
