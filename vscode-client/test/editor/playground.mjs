// Lift with the examples in a VS Code in the browser, on 127.0.0.1 only. Nothing is installed into another editor.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { REPOSITORY, prepare } from "./workbench.mjs";

const examples = path.join(REPOSITORY, "examples");
const files = Object.fromEntries(
  readdirSync(examples).filter((name) => name.endsWith(".lift")).map((name) => [name, readFileSync(path.join(examples, name), "utf8")]),
);
const { url, command, options, remove } = await prepare({ files, settings: { "workbench.tips.enabled": true } });
const server = spawn(...command, { ...options, stdio: "ignore" });
console.log(`Lift is at ${url}\nThe examples are a copy that goes when you end this with Ctrl+C.`);
const end = () => server.kill("SIGTERM");
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);
server.on("exit", () => {
  remove();
  process.exit();
});
