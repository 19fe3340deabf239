// What the search for a server may ask of the machine. Tests give another one.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

export interface Told {
  info(message: string): void;
  warn(message: string): void;
}

export interface Finished {
  /** The exit status; null when the program could not be started or was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Never the workspace: `python -m` would import modules that lie there. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** Seconds until the program is ended. */
  readonly limit?: number;
}

export interface Machine {
  readonly windows: boolean;
  isFile(path: string): boolean;
  /** The absolute path of a program on PATH. */
  which(name: string): string | undefined;
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
}

export const thisMachine: Machine = {
  windows: process.platform === "win32",
  isFile: (path) => existsSync(path) && statSync(path).isFile(),
  which: (name) => {
    const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
    // A relative entry would find programs of the workspace.
    const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
    const paths = folders.flatMap((folder) => names.map((file) => join(folder, file)));
    return paths.find((path) => thisMachine.isFile(path));
  },
  run: (command, args, options = {}) =>
    new Promise((resolve) => {
      const { cwd, signal, limit = 30 } = options;
      const child = spawn(command, args, { cwd, signal, timeout: limit * 1000, stdio: ["ignore", "pipe", "pipe"] });
      const output = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
      child.on("error", (error) => resolve({ status: null, ...output, stderr: `${output.stderr}${error.message}` }));
      child.on("close", (status) => resolve({ status, ...output }));
    }),
};

/** The program `lift` of a virtual environment. */
export function scriptOf(environment: string, machine: Machine): string {
  return machine.windows ? join(environment, "Scripts", "lift.exe") : join(environment, "bin", "lift");
}

/** What `lift --version` says; undefined when it does not run. */
export async function versionOf(
  machine: Machine,
  cli: readonly [string, ...string[]],
  cwd: string,
  signal?: AbortSignal,
  limit = 30,
): Promise<string | undefined> {
  const [program, ...args] = cli;
  const done = await machine.run(program, [...args, "--version"], { cwd, limit, ...(signal && { signal }) });
  return done.status === 0 ? /^lift (\S+)/.exec(done.stdout)?.[1] : undefined;
}
