// Lift with the examples in a VS Code in the browser, on 127.0.0.1 only. Nothing is installed into another editor.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { started } from "./processes.mjs";
import { REPOSITORY, prepare } from "./workbench.mjs";

const examples = path.join(REPOSITORY, "examples");
const files = Object.fromEntries(
  readdirSync(examples).filter((name) => name.endsWith(".lift")).map((name) => [name, readFileSync(path.join(examples, name), "utf8")]),
);
const { url, command, options } = await prepare({ files, settings: { "workbench.tips.enabled": true } });
const server = spawn(...command, { ...options, stdio: "ignore" });
started.add(server);
console.log(`Lift is at ${url}\nThe examples are a copy that goes when you end this with Ctrl+C.`);
server.on("exit", () => process.exit(1));
