// Settings: those of the extension itself, and those that are handed to the server.
import * as vscode from "vscode";

export const SECTION = "lift";

/** Keys below `lift.` that only the extension reads; the server would report them as unknown. */
export const EXTENSION_ONLY = ["server", "trace"] as const;

export type ServerSource = "managed" | "environment";

export interface ExtensionSettings {
  /** A complete command line that serves the protocol on stdin and stdout; empty: find one. */
  readonly command: readonly string[];
  readonly source: ServerSource;
  /** An absolute path of a Python interpreter; empty: not chosen. */
  readonly interpreter: string;
}

export function extensionSettings(): ExtensionSettings {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return {
    command: settings.get<string[]>("server.command", []),
    source: settings.get<ServerSource>("server.source", "managed"),
    interpreter: settings.get<string>("server.interpreter", ""),
  };
}

/**
 * The server's settings that somebody has set. Defaults are left out: they would win over the `lift.toml` of the
 * workspace, which the server reads itself.
 */
export function serverSettings(keys: readonly string[], scope?: vscode.Uri): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration(SECTION, scope);
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const found = configuration.inspect(key);
    const value = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    if (value !== undefined) values[key] = configuration.get(key);
  }
  return values;
}

/** The server's keys: all that the extension contributes and does not keep for itself. */
export function serverKeys(manifest: unknown): string[] {
  const { contributes } = manifest as { contributes: { configuration: { properties: Record<string, unknown> } } };
  return Object.keys(contributes.configuration.properties)
    .map((key) => key.slice(SECTION.length + 1))
    .filter((key) => !EXTENSION_ONLY.some((own) => key === own || key.startsWith(`${own}.`)));
}
