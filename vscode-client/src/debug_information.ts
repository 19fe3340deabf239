// A report to paste into an issue: versions, how the server was found, settings, what the machine can do. No secrets.
import * as vscode from "vscode";
import type { Client } from "./client";
import { thisMachine } from "./machine";
import { extensionSettings, serverSettings } from "./settings";
import type { Status } from "./status";
import { isTrusted } from "./trust";

export async function showDebugInformation(
  client: Client,
  status: Status,
  version: string,
  keys: readonly string[],
  folder: string,
): Promise<void> {
  const launch = client.launch;
  const info = client.current?.initializeResult?.serverInfo;
  const [program, ...args] = launch?.cli ?? [];
  const doctor = program === undefined ? undefined : await thisMachine.run(program, [...args, "doctor"], { cwd: folder });
  const text = [
    "# Lift: debug information",
    "",
    `- Extension ${version}, VS Code ${vscode.version}, ${process.platform} ${process.arch}`,
    `- Server: ${info === undefined ? "not running" : `${info.name} ${info.version ?? ""}`}`,
    `- Started as (${launch?.source ?? "not found"}): \`${launch?.serve.join(" ") ?? ""}\``,
    `- Workspace: ${isTrusted() ? "trusted" : "not trusted"}, ${vscode.workspace.workspaceFolders?.length ?? 0} folder(s)`,
    `- Status: ${JSON.stringify(status.current)}`,
    "",
    "## Settings that are not defaults",
    "",
    "```json",
    JSON.stringify({ server: extensionSettings(), ...serverSettings(keys) }, undefined, 2),
    "```",
    "",
    "## lift doctor",
    "",
    "```",
    doctor === undefined ? "no `lift` program is known" : `${doctor.stdout}${doctor.stderr}`.trim(),
    "```",
    "",
  ].join("\n");
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: text });
  await vscode.window.showTextDocument(document);
}
