// `lift check` and `lift build` as tasks, with their findings in the Problems view.
import * as vscode from "vscode";
import type { Launch } from "./server";

export const TASK_TYPE = "lift";
const COMMANDS = ["check", "build"] as const;
const MATCHERS = ["$lift", "$lift-verdict"];

interface Definition extends vscode.TaskDefinition {
  readonly command: (typeof COMMANDS)[number];
  readonly paths?: readonly string[];
}

export function registerTasks(launch: () => Launch | undefined): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks: () => {
      const folders = vscode.workspace.workspaceFolders ?? [];
      return folders.flatMap((folder) =>
        COMMANDS.flatMap((command) => taskOf({ type: TASK_TYPE, command }, folder, launch()) ?? []),
      );
    },
    resolveTask: (task) => {
      const definition = task.definition as Definition;
      return COMMANDS.includes(definition.command)
        ? taskOf(definition, task.scope ?? vscode.TaskScope.Workspace, launch())
        : undefined;
    },
  });
}

function taskOf(
  definition: Definition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  launch: Launch | undefined,
): vscode.Task | undefined {
  if (launch?.cli === undefined || !vscode.workspace.isTrusted) return undefined;
  const [program, ...args] = launch.cli;
  const paths = definition.paths ?? ["."];
  const execution = new vscode.ProcessExecution(program, [...args, definition.command, ...paths]);
  const task = new vscode.Task(definition, scope, definition.command, "lift", execution, MATCHERS);
  task.group = definition.command === "check" ? vscode.TaskGroup.Test : vscode.TaskGroup.Build;
  return task;
}
