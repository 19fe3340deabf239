// What can be asked for by name. Lifting is the server's: it is told which document and which spec.
import * as vscode from "vscode";
import { ExecuteCommandRequest } from "vscode-languageclient/node";
import type { Candidates } from "./candidates";
import type { Client } from "./client";
import { selectInterpreter } from "./interpreter";
import type { Keys } from "./keys";
import type { Logs } from "./log";
import { specAtCursor } from "./spec_at_cursor";
import { requireTrust } from "./trust";

const FIRST_SPEC = "Create a function to ";

export interface CommandParts {
  readonly client: Client;
  readonly logs: Logs;
  readonly keys: Keys;
  readonly candidates: Candidates;
}

export function registerCommands({ client, logs, keys, candidates }: CommandParts): vscode.Disposable {
  const commands: Record<string, () => unknown> = {
    "lift.newSpec": newSpec,
    "lift.liftSpec": () => liftHere(client, true),
    "lift.liftFile": () => liftHere(client, false),
    "lift.liftOpenFiles": async () => {
      if (await requireTrust("Lifting")) await execute(client, "lift.liftAll", []);
    },
    "lift.openIr": () => showIr(client, "text"),
    "lift.openIrJson": () => showIr(client, "json"),
    "lift.diffCandidates": async () => {
      const editor = liftEditor();
      if (editor !== undefined) await candidates.compare(editor);
    },
    "lift.setKey": async () => {
      const key = await keys.ask();
      if (key !== undefined) await client.sendKey(key);
    },
    "lift.removeKey": async () => {
      const origin = await keys.forget();
      if (origin !== undefined) await client.sendKey({ origin });
    },
    "lift.selectInterpreter": selectInterpreter,
    "lift.restart": () => client.restart("asked for"),
    "lift.showLogs": () => logs.client.show(),
    "lift.showServerLogs": () => logs.server.show(),
    "lift.openWalkthrough": () => vscode.commands.executeCommand("workbench.action.openWalkthrough", "lift.lift#start"),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
}

function liftEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === "lift" && editor.document.uri.scheme !== "lift-ir") return editor;
  void vscode.window.showInformationMessage("Open a .lift file first.");
  return undefined;
}

async function liftHere(client: Client, onlyAtCursor: boolean): Promise<void> {
  const editor = liftEditor();
  if (editor === undefined || !(await requireTrust("Lifting"))) return;
  const spec = onlyAtCursor ? await specAtCursor(editor) : null;
  await execute(client, "lift.lift", [editor.document.uri.toString(), spec]);
}

async function execute(client: Client, command: string, args: unknown[]): Promise<void> {
  await client.request(ExecuteCommandRequest.method, { command, arguments: args });
}

async function showIr(client: Client, format: "text" | "json"): Promise<void> {
  const editor = liftEditor();
  if (editor === undefined) return;
  await execute(client, "lift.showIr", [editor.document.uri.toString(), await specAtCursor(editor), format]);
}

async function newSpec(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "lift", content: FIRST_SPEC });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(FIRST_SPEC.length);
  editor.selection = new vscode.Selection(end, end);
}
