import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogOutputChannel } from "vscode";
import { levelOf, withLevels } from "../../src/server_log";

for (const [line, expected] of [
  ["INFO lift_server: ready", { level: "info", text: "lift_server: ready" }],
  ["WARNING lift_server: slow", { level: "warn", text: "lift_server: slow" }],
  ["ERROR lift_server: failed", { level: "error", text: "lift_server: failed" }],
  ["Traceback (most recent call last):", undefined],
  ["INFORMATION", undefined],
] as const) {
  test(`"${line}"`, () => assert.deepEqual(levelOf(line), expected));
}

test("no text reaches the channel as it came: levels are read, and keys are taken out", () => {
  const logged: string[] = [];
  const keep = (level: string) => (text: string) => logged.push(`${level}: ${text}`);
  const names = ["trace", "info", "warn", "error", "append", "appendLine"];
  const channel = Object.fromEntries(names.map((name) => [name, keep(name)])) as unknown as LogOutputChannel;
  const quiet = withLevels(channel, (text) => text.replaceAll("sk-1234567", "***"));
  quiet.error("WARNING lift: sk-1234567");
  quiet.error("Traceback: sk-1234567");
  quiet.trace('{"apiKey": "sk-1234567"}');
  quiet.append("sk-1234567");
  assert.deepEqual(logged, ["warn: lift: ***", "error: Traceback: ***", 'trace: {"apiKey": "***"}', "append: ***"]);
});
