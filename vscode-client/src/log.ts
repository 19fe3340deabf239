// Two channels: what the extension does, and what the server prints on standard error.
import * as vscode from "vscode";

export interface Logs {
  readonly client: vscode.LogOutputChannel;
  readonly server: vscode.LogOutputChannel;
}

export function createLogs(context: vscode.ExtensionContext): Logs {
  const client = vscode.window.createOutputChannel("Lift", { log: true });
  const server = vscode.window.createOutputChannel("Lift Language Server", { log: true });
  context.subscriptions.push(client, server);
  return { client, server };
}
