// A machine on which programs do what a test says.
import type { Finished, Machine, RunOptions } from "../../src/machine";

export type Reply = (args: readonly string[], options: RunOptions) => Partial<Finished>;

export interface StandIn extends Machine {
  /** Every command line that was run. */
  readonly ran: string[];
  /** The working folders, in the same order. */
  readonly folders: (string | undefined)[];
}

/** `programs`: absolute path to what it does; those that PATH finds are listed by name in `path`. */
export function machineWith(programs: Record<string, Reply>, path: Record<string, string> = {}): StandIn {
  const ran: string[] = [];
  const folders: (string | undefined)[] = [];
  return {
    windows: false,
    ran,
    folders,
    isFile: (file) => file in programs,
    which: (name) => path[name],
    run: (program, args, options = {}) => {
      ran.push([program, ...args].join(" "));
      folders.push(options.cwd);
      const reply = programs[program];
      const done = reply === undefined ? { status: null, stderr: "no such program" } : reply(args, options);
      return Promise.resolve({ status: 0, stdout: "", stderr: "", ...done });
    },
  };
}

export class Lines {
  readonly lines: string[] = [];
  info(line: string): void {
    this.lines.push(line);
  }
  warn(line: string): void {
    this.lines.push(`! ${line}`);
  }
}
