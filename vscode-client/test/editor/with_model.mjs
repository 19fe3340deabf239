// Runs a command with LIFT_EDITOR_MODEL set: a real vLLM on this machine, made to say what a good model would.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { ended, kill, started } from "./processes.mjs";
import { REPOSITORY } from "./workbench.mjs";

const [command, ...args] = process.argv.slice(2);
const python = path.join(REPOSITORY, ".venv/bin/python");
const server = spawn(python, ["-m", "backend.serve_scripted"], {
  cwd: path.join(REPOSITORY, "tests"),
  stdio: ["pipe", "pipe", "inherit"],
  detached: true,
});
started.add(server);
const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
const { value: model } = await lines.next();
if (model === undefined) throw new Error("the model server did not start");
const run = spawn(command, args, { stdio: "inherit", env: { ...process.env, LIFT_EDITOR_MODEL: model } });
const [status] = await once(run, "exit");
server.stdin.end();
const { value: asked } = await lines.next();
console.log(`the model server was asked for: ${asked}`);
await ended(server, 60_000);
kill(server, "SIGKILL");
// Stories that asked no model would prove nothing of it.
const { drafts, functions } = JSON.parse(asked ?? "{}");
process.exit(status === 0 && drafts > 0 && functions > 0 ? 0 : 1);
