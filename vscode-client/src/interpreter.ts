// Which Python the user means: chosen for Lift, or active in the Python extension.
import * as vscode from "vscode";
import { SECTION } from "./settings";

const PYTHON_EXTENSION = "ms-python.python";

interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string } | undefined;
    resolveEnvironment(path: unknown): Promise<{ executable: { uri: vscode.Uri | undefined } } | undefined>;
  };
}

/** The interpreter of the active environment; undefined in an untrusted workspace, which could have chosen it. */
export async function activeInterpreter(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>(PYTHON_EXTENSION);
  if (!vscode.workspace.isTrusted || extension === undefined) return undefined;
  const api = await extension.activate();
  const path = api.environments?.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
  const environment = path === undefined ? undefined : await api.environments?.resolveEnvironment(path);
  return environment?.executable.uri?.fsPath;
}

/** Lets the user choose an interpreter, and makes its server the one that is started. */
export async function selectInterpreter(): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Python interpreter that has lift-ls installed",
    openLabel: "Select",
    canSelectMany: false,
  });
  const path = chosen?.[0]?.fsPath;
  if (path === undefined) return;
  const settings = vscode.workspace.getConfiguration(SECTION);
  await settings.update("server.interpreter", path, vscode.ConfigurationTarget.Global);
  await settings.update("server.source", "environment", vscode.ConfigurationTarget.Global);
}
