// The extension's own environment: created with progress, verified before each use, created anew when it is broken.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Machine, type Told, scriptOf, versionOf } from "./machine";

export const OLDEST_PYTHON = [3, 11] as const;
/** Seconds for an installation, dependencies and slow networks included. */
const INSTALL_LIMIT = 600;

export interface ManagedStore {
  /** A folder that belongs to the extension alone. */
  readonly folder: string;
  /** Shows that something takes long and lets the user cancel it. */
  withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface Managed {
  readonly requirement: string;
  readonly version: string;
  readonly store: ManagedStore;
}

/** The `lift` program of an environment that was verified; undefined when there is none and none could be made. */
export async function ensureManaged(wanted: Managed, machine: Machine, log: Told): Promise<string | undefined> {
  const { store, version } = wanted;
  await mkdir(store.folder, { recursive: true });
  const known = await current(store.folder, version);
  if (known !== undefined) {
    const found = await versionOf(machine, [scriptOf(known, machine)], store.folder);
    if (found === version) return scriptOf(known, machine);
    log.warn(`5. ${known} does not work any more and is created anew`);
    await rm(known, { recursive: true, force: true });
  }
  const python = await findPython(machine, store.folder, log);
  if (python === undefined) return undefined;
  return store.withProgress(`Installing the Lift server ${version}`, (signal) =>
    create(wanted, python, machine, log, signal),
  );
}

/** Removes every environment that the extension made. */
export async function removeManaged(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

async function create(
  { requirement, version, store }: Managed,
  python: string,
  machine: Machine,
  log: Told,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Two windows may do this at the same time: each makes an environment of its own, and the last one is kept.
  const environment = join(store.folder, `${version}-${Date.now().toString(36)}-${process.pid.toString(36)}`);
  const lift = scriptOf(environment, machine);
  const inside = machine.windows ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
  const steps: [string, string[]][] = [
    [python, ["-I", "-m", "venv", environment]],
    [inside, ["-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", requirement]],
  ];
  for (const [program, args] of steps) {
    log.info(`5. ${program} ${args.join(" ")}`);
    const done = await machine.run(program, args, { cwd: store.folder, limit: INSTALL_LIMIT, signal });
    if (done.status !== 0) {
      const status = done.status === null ? "it did not end by itself" : `status ${done.status}`;
      log.warn(`5. that failed (${status}): ${done.stderr.trim() || done.stdout.trim()}`);
      await rm(environment, { recursive: true, force: true });
      return undefined;
    }
  }
  const found = await versionOf(machine, [lift], store.folder);
  if (found !== version) {
    log.warn(`5. ${lift} says it is ${found ?? "nothing"}, not ${version}`);
    await rm(environment, { recursive: true, force: true });
    return undefined;
  }
  await remember(store.folder, version, environment);
  return lift;
}

/** The first Python that is new enough. */
export async function findPython(machine: Machine, cwd: string, log: Told): Promise<string | undefined> {
  const [major, minor] = OLDEST_PYTHON;
  const program = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${major}, ${minor}))`;
  for (const name of ["python3", "python3.13", "python3.12", "python3.11", "python", "py"]) {
    const path = machine.which(name);
    if (path === undefined) continue;
    const done = await machine.run(path, ["-I", "-c", program], { cwd });
    if (done.status === 0) return path;
    log.info(`5. ${path} is too old, or has no venv`);
  }
  log.warn(`5. there is no Python ${major}.${minor} or newer on PATH`);
  return undefined;
}

function pointer(folder: string, version: string): string {
  return join(folder, `${version}.json`);
}

async function current(folder: string, version: string): Promise<string | undefined> {
  try {
    const { environment } = JSON.parse(await readFile(pointer(folder, version), "utf8")) as { environment?: unknown };
    return typeof environment === "string" ? environment : undefined;
  } catch {
    return undefined; // none yet, or unreadable: a new one is made
  }
}

async function remember(folder: string, version: string, environment: string): Promise<void> {
  const temporary = `${pointer(folder, version)}.${process.pid}`;
  await writeFile(temporary, JSON.stringify({ environment }));
  await rename(temporary, pointer(folder, version));
}
