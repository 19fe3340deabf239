// Programs of the tests: as another user where that is possible, and never longer than the tests.
import { spawnSync } from "node:child_process";
import { chownSync, lstatSync, readdirSync, rmSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Nobody: what an unprivileged user may do is enough. */
const UNPRIVILEGED = 65534;

/** Through a shell: what `setpriv` starts itself may still have rights that its children have not. */
export function canLower(program) {
  return process.getuid() === 0 && spawnSync(...lowered("sh", ["-c", '"$0" --version', program])).status === 0;
}

export function lowered(program, args) {
  const id = String(UNPRIVILEGED);
  return ["setpriv", [`--reuid=${id}`, `--regid=${id}`, "--clear-groups", program, ...args]];
}

/** Gives a folder and what is in it to nobody. */
export function handOver(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!lstatSync(file).isSymbolicLink()) chownSync(file, UNPRIVILEGED, UNPRIVILEGED);
  }
  chownSync(folder, UNPRIVILEGED, UNPRIVILEGED);
}

export async function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Programs and folders that must not outlive the tests, however these end. */
export const folders = new Set();
export const started = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
process.on("exit", () => {
  started.forEach((child) => kill(child, "SIGKILL"));
  folders.forEach(removeFolder);
});

export function kill(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended already
  }
}

export async function ended(child, patience) {
  await Promise.race([
    child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((resolve) => child.on("exit", resolve)),
    pause(patience),
  ]);
}

/** Removes a folder of the tests, unless they were told to keep it. */
export function removeFolder(folder) {
  if (!process.env.LIFT_KEEP) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  folders.delete(folder);
}
