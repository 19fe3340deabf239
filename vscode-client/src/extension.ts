// The extension put together.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { Candidates } from "./candidates";
import { Client } from "./client";
import { registerCommands } from "./commands";
import { showDebugInformation } from "./debug_information";
import { activeInterpreter } from "./interpreter";
import { Keys } from "./keys";
import { createLogs } from "./log";
import { thisMachine } from "./machine";
import { type ManagedStore, removeManaged } from "./managed";
import { Questions } from "./questions";
import { type Launch, findServer } from "./server";
import { extensionSettings, serverKeys } from "./settings";
import { Status } from "./status";
import { registerTasks } from "./tasks";
import { SpecTests } from "./testing";
import { isTrusted } from "./trust";

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const manifest = context.extension.packageJSON as { version: string };
  const keys = serverKeys(manifest);
  const logs = createLogs(context);
  logs.client.info(`Lift ${manifest.version}, the workspace is ${isTrusted() ? "trusted" : "not trusted"}`);
  const folder = context.globalStorageUri.fsPath;
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  const status = new Status();
  const secrets = new Keys(context);
  const managed: ManagedStore = { folder: join(folder, "server"), withProgress };

  const find = async (): Promise<Launch | undefined> =>
    findServer(
      {
        settings: extensionSettings(),
        checkout:
          context.extensionMode === vscode.ExtensionMode.Development ? join(context.extensionPath, "..") : undefined,
        activeInterpreter: await activeInterpreter(),
        requirement: bundledWheel(context, manifest.version),
        version: manifest.version,
        managed,
      },
      thisMachine,
      logs.client,
    );
  client = new Client({ logs, status, keys: secrets, serverKeys: keys, folder, find, failed: explainFailure });
  const running = client;
  const tests = new SpecTests({ settled: () => running.settled(), launch: () => running.launch, folder, log: logs.client });
  const candidates = new Candidates(running);

  context.subscriptions.push(
    status,
    running,
    tests,
    candidates,
    new Questions(running),
    running.onStarted(() => void tests.showOpen()),
    registerCommands({ client: running, logs, keys: secrets, candidates }),
    registerTasks(() => running.launch),
    vscode.commands.registerCommand("lift.repairServer", async () => {
      await running.stop();
      await removeManaged(managed.folder);
      await running.restart("the managed server was removed");
    }),
    vscode.commands.registerCommand("lift.debugInformation", () =>
      showDebugInformation(running, status, manifest.version, keys, folder),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void running.restart("the workspace is trusted now")),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("lift.server")) void running.restart("its settings have changed");
    }),
  );
  await vscode.commands.executeCommand("setContext", "lift.active", true);
  // Activation does not wait: an installation may take minutes.
  void running.restart("the extension was activated");
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** The server's wheel of exactly this version, which the package carries. */
function bundledWheel(context: vscode.ExtensionContext, version: string): string | undefined {
  const folder = join(context.extensionPath, "bundled");
  try {
    const name = readdirSync(folder).find((file) => file.startsWith(`lift_ls-${version}-`) && file.endsWith(".whl"));
    return name === undefined ? undefined : join(folder, name);
  } catch {
    return undefined; // a checkout, which has no such folder
  }
}

async function withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    return work(stop.signal);
  });
}

function explainFailure(problem: string): void {
  const actions: Record<string, string> = {
    "Try Again": "lift.restart",
    "Select Interpreter": "lift.selectInterpreter",
    "Show Log": "lift.showLogs",
  };
  const text = `${problem} Specs are colored, but nothing is checked.`;
  void vscode.window.showErrorMessage(text, ...Object.keys(actions)).then((chosen) => {
    const command = chosen === undefined ? undefined : actions[chosen];
    if (command !== undefined) void vscode.commands.executeCommand(command);
  });
}
