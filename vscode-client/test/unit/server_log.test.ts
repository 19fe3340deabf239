import assert from "node:assert/strict";
import { test } from "node:test";
import { levelOf } from "../../src/server_log";

for (const [line, expected] of [
  ["INFO lift_server: ready", { level: "info", text: "lift_server: ready" }],
  ["WARNING lift_server: slow", { level: "warn", text: "lift_server: slow" }],
  ["ERROR lift_server: failed", { level: "error", text: "lift_server: failed" }],
  ["Traceback (most recent call last):", undefined],
  ["INFORMATION", undefined],
] as const) {
  test(`"${line}"`, () => assert.deepEqual(levelOf(line), expected));
}
