// Candidates of a spec side by side: two read-only documents in the real diff editor.
import * as vscode from "vscode";
import type { Client } from "./client";
import { specAtCursor } from "./spec_at_cursor";

const SCHEME = "lift-candidate";

/** What `lift/candidates` answers for each candidate, the best one first. */
interface Candidate {
  readonly title: string;
  readonly note: string;
  readonly holds: boolean;
  readonly code: string;
}

export class Candidates implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(private readonly client: Client) {}

  dispose(): void {
    this.registration.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** Compares the best candidate of the spec at the cursor with one that the user picks. */
  async compare(editor: vscode.TextEditor): Promise<void> {
    const params = { uri: editor.document.uri.toString(), spec: await specAtCursor(editor) };
    const answer = await this.client.request<{ candidates: Candidate[] }>("lift/candidates", params);
    if (answer === undefined) return;
    const [best, ...others] = answer.candidates;
    if (best === undefined || others.length === 0) {
      const what = best === undefined ? "no candidate yet: lift the spec first" : "only one candidate";
      void vscode.window.showInformationMessage(`There is ${what}.`);
      return;
    }
    const items = others.map((candidate) => ({
      label: `$(${candidate.holds ? "check" : "error"}) ${candidate.title}`,
      description: candidate.note,
      candidate,
    }));
    const picked =
      items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: `Compare ${best.title} with` });
    if (picked === undefined) return;
    const number = others.indexOf(picked.candidate) + 2;
    const [left, right] = [this.show(best, 1), this.show(picked.candidate, number)];
    await vscode.commands.executeCommand("vscode.diff", left, right, `Candidates 1 ↔ ${number}`);
  }

  private show(candidate: Candidate, number: number): vscode.Uri {
    // The path's end makes it Python; the query keeps texts of different moments apart.
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/candidate_${number}.py`, query: String(Date.now()) });
    this.texts.set(uri.toString(), candidate.code);
    return uri;
  }
}
