import assert from "node:assert/strict";
import { test } from "node:test";
import { INITIAL, type Shown, type State, present } from "../../src/status";

function check(state: Partial<State>, expected: Partial<Shown>) {
  const shown = present({ ...INITIAL, phase: "running", trusted: true, ...state });
  for (const [key, value] of Object.entries(expected)) assert.equal(shown[key as keyof Shown], value);
}

test("while the server starts it is busy", () => check({ phase: "starting" }, { text: "Lift: starting", busy: true }));

test("a running server says what it is", () =>
  check(
    { engine: "embedded", tier: "sealed", source: "managed" },
    { text: "Lift", detail: "embedded · sandbox: sealed · server: managed", severity: "information", busy: false },
  ));

test("what is being done is shown, the latest first", () =>
  check({ busy: ["Lift: one", "Lift: two"] }, { text: "Lift: Lift: two", busy: true }));

test("an untrusted workspace is shown as restricted", () =>
  check({ trusted: false }, { text: "Lift: restricted", severity: "warning" }));

test("a problem of the server is a warning", () =>
  check({ problem: "the sandbox is weak" }, { severity: "warning", detail: "the sandbox is weak · " }));

test("a server that is not there is an error with its reason", () =>
  check({ phase: "failed", problem: "no server was found" }, { severity: "error", detail: "no server was found", busy: false }));
