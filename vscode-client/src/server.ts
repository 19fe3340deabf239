/*
 * Finding the server. The first of these that works is started, and each step is logged:
 *
 *   1. `lift.server.command`, as it is written;
 *   2. the checkout that the extension is being developed in;
 *   3. `lift.server.source: environment`: `lift.server.interpreter`, else the Python extension's active environment;
 *   4. `uv tool run` with the exact version that belongs to the extension, when uv is on PATH;
 *   5. an environment of the extension's own, which is created once.
 *
 * VS Code drops the workspace's values of these settings while the workspace is not trusted, and the active
 * environment, which a workspace can choose, is not used then.
 */
import { dirname, join } from "node:path";
import { type Machine, type Told, scriptOf, versionOf } from "./machine";
import { type ManagedStore, ensureManaged } from "./managed";
import type { ExtensionSettings } from "./settings";

export type Source = "command" | "development" | "environment" | "uv" | "managed";

export interface Launch {
  readonly source: Source;
  /** Program and arguments that start the server. */
  readonly serve: readonly [string, ...string[]];
  /** The same for the command line interface; undefined when it is not known. */
  readonly cli: readonly [string, ...string[]] | undefined;
}

export interface Wanted {
  readonly settings: ExtensionSettings;
  /** The repository, while the extension itself is being developed. */
  readonly checkout: string | undefined;
  /** The interpreter of the Python extension's active environment; undefined in an untrusted workspace. */
  readonly activeInterpreter: string | undefined;
  /** What installs the server: the wheel that comes with the extension. */
  readonly requirement: string | undefined;
  readonly version: string;
  readonly managed: ManagedStore;
}

type Step = (wanted: Wanted, machine: Machine, log: Told) => Promise<Launch | undefined>;

export async function findServer(wanted: Wanted, machine: Machine, log: Told): Promise<Launch | undefined> {
  const steps: Step[] = [fromCommand, fromCheckout, fromEnvironment, fromUv, fromManaged];
  for (const step of steps) {
    const launch = await step(wanted, machine, log);
    if (launch !== undefined) {
      log.info(`using ${launch.serve.join(" ")} (${launch.source})`);
      return launch;
    }
  }
  log.warn("no way to start the server was found");
  return undefined;
}

const fromCommand: Step = async ({ settings }, machine, log) => {
  const [program, ...args] = settings.command;
  if (program === undefined) {
    log.info("1. lift.server.command is not set");
    return undefined;
  }
  const path = machine.isFile(program) ? program : machine.which(program);
  if (path === undefined) {
    log.warn(`1. lift.server.command: there is no program ${program}`);
    return undefined;
  }
  const cli = args.at(-1) === "serve" ? ([path, ...args.slice(0, -1)] as const) : undefined;
  return Promise.resolve({ source: "command", serve: [path, ...args], cli });
};

const fromCheckout: Step = async ({ checkout }, machine, log) => {
  if (checkout === undefined) {
    log.info("2. the extension is not being developed");
    return undefined;
  }
  const lift = scriptOf(join(checkout, ".venv"), machine);
  if (!machine.isFile(lift)) {
    log.warn(`2. the checkout has no ${lift}; \`make lint\` creates it`);
    return undefined;
  }
  return Promise.resolve({ source: "development", serve: [lift, "serve"], cli: [lift] });
};

const fromEnvironment: Step = async ({ settings, activeInterpreter, version }, machine, log) => {
  if (settings.source !== "environment") {
    log.info("3. the user's environment was not asked for");
    return undefined;
  }
  const interpreter = settings.interpreter || activeInterpreter;
  if (interpreter === undefined) {
    log.warn("3. no interpreter is chosen");
    return undefined;
  }
  const found = await versionOf(machine, [interpreter, "-m", "lift_server.cli"], dirname(interpreter));
  if (!isCompatible(found, version)) {
    log.warn(`3. ${interpreter} has ${found ?? "no Lift"}, and the extension needs ${version}`);
    return undefined;
  }
  const cli: [string, ...string[]] = [interpreter, "-m", "lift_server.cli"];
  return { source: "environment", serve: [...cli, "serve"], cli };
};

const fromUv: Step = async ({ requirement, version, managed }, machine, log) => {
  const uv = machine.which("uv");
  if (uv === undefined || requirement === undefined) {
    log.info(uv === undefined ? "4. uv is not on PATH" : "4. the extension came without its server");
    return undefined;
  }
  const cli: [string, ...string[]] = [uv, "tool", "run", "--from", requirement, "lift"];
  const found = await managed.withProgress("Starting the Lift server with uv", (signal) =>
    versionOf(machine, cli, managed.folder, signal, 300),
  );
  if (found !== version) {
    log.warn(`4. uv could not run ${requirement}${found === undefined ? "" : `: it is ${found}`}`);
    return undefined;
  }
  return { source: "uv", serve: [...cli, "serve"], cli };
};

const fromManaged: Step = async ({ requirement, version, managed }, machine, log) => {
  if (requirement === undefined) {
    log.warn("5. the extension came without its server");
    return undefined;
  }
  const lift = await ensureManaged({ requirement, version, store: managed }, machine, log);
  return lift === undefined ? undefined : { source: "managed", serve: [lift, "serve"], cli: [lift] };
};

/** Before 1.0 the second number is the one that breaks. */
function isCompatible(found: string | undefined, wanted: string): boolean {
  const line = (version: string) => version.split(".").slice(0, version.startsWith("0.") ? 2 : 1).join(".");
  return found !== undefined && line(found) === line(wanted);
}
