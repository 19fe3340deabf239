// What an untrusted workspace must not do: have code generated or run, or choose what is started.
import * as vscode from "vscode";

/** Whether Lift may generate and execute code here. */
export function isTrusted(): boolean {
  return vscode.workspace.isTrusted;
}

/** Tells the user that a command needs trust; true when it is there. */
export async function requireTrust(what: string): Promise<boolean> {
  if (isTrusted()) return true;
  const manage = "Manage Trust";
  const chosen = await vscode.window.showWarningMessage(
    `${what} generates or runs code, and this workspace is not trusted. Nothing was done.`,
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
