// A model server of one's own: its key is asked for, kept secret and handed over, and what it is asked can be cancelled.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { startModel } from "./model.mjs";
import { LIFT, startWorkbench, story, until } from "./workbench.mjs";

const KEY = "sk-editor-4c1d9e77aa";
const SENTENCE = "Create a function to calculate the factorial of a number";
const NO_CANDIDATE = "LIFT106";
const READY = "LIFT105";

let bench;
let model;
before(async () => {
  model = await startModel(KEY);
  bench = await startWorkbench({
    name: "remote",
    // Each is another spec: what a model has said of one is kept.
    files: Object.fromEntries(["factorial", "again", "late", "removed"].map((name) => [`${name}.lift`, `${SENTENCE} (${name})\n`])),
    settings: {
      "lift.endpoint": model.address,
      "lift.engine": "remote",
      "lift.trace.server": "verbose",
      // What the server prints is kept as well: the key must not be in it.
      "lift.server.command": ["/bin/sh", "-c", 'exec "$0" serve 2>>"$TMPDIR/server.log"', LIFT],
    },
  });
});
after(async () => {
  await bench?.stop();
  model?.stop();
});
const step = story(test, () => bench);

const input = () => bench.page.locator(".quick-input-widget:visible input").first();

/** Answers the input box that asks for `what`. */
async function answer(what, text) {
  await bench.page.locator(".quick-input-widget:visible", { hasText: what }).waitFor();
  await input().fill(text);
  await until(`"${text}" is taken`, async () => {
    const problem = await bench.page.locator(".quick-input-widget:visible .quick-input-message").innerText();
    return !problem.includes("It is not empty");
  });
  await input().press("Enter");
  await bench.page.locator(".quick-input-widget:visible", { hasText: what }).waitFor({ state: "hidden" });
}

function filesWith(text, folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() && readFileSync(file).includes(text));
}

step("without a key the server refuses, and that is said", async () => {
  await bench.open("factorial.lift");
  await bench.command("Lift: Lift Spec at Cursor");
  const finding = await bench.finding("factorial.lift", NO_CANDIDATE);
  assert.match(finding.message, /key/i);
  assert.ok(model.asked.every((headers) => headers.authorization === undefined));
});

step("the key is asked for, and the server is asked with it", async () => {
  await bench.command("Lift: Set API Key");
  await answer("Its address", model.address);
  await bench.page.locator(".quick-input-list .monaco-list-row", { hasText: "API key" }).first().click();
  await answer("secret store", KEY);
  await until("the key reaches the server", async () => {
    await bench.command("Lift: Lift Spec at Cursor");
    return (await bench.diagnostics("factorial.lift")).some((item) => item.code === READY);
  });
  assert.ok(model.asked.some((headers) => headers.authorization === `Bearer ${KEY}`));
  const hover = await bench.hover("factorial.lift", 0, 5);
  assert.match(hover, /remote/);
  assert.match(hover, /scripted/);
});

step("a server that is started again has the key", async () => {
  await bench.command("Lift: Restart Server");
  const before = model.asked.length;
  await bench.open("again.lift");
  await bench.command("Lift: Lift Spec at Cursor");
  await bench.finding("again.lift", READY);
  const later = model.asked.slice(before);
  assert.ok(later.length > 0 && later.every((headers) => headers.authorization === `Bearer ${KEY}`));
});

step("what the server is asked is shown, and its Cancel button ends it", async () => {
  model.holds = true;
  await bench.open("late.lift");
  await bench.command("Lift: Lift Spec at Cursor");
  await until("the request", () => model.held > 0);
  await bench.page.locator(".part.statusbar .statusbar-item", { hasText: "Lift: the spec" }).first().click();
  const shown = bench.page.locator(".notifications-center .notification-list-item", { hasText: "Lift: the spec" }).first();
  await shown.waitFor();
  await bench.screenshot("progress");
  await shown.getByRole("button", { name: "Cancel" }).click();
  await until("every connection is closed", () => model.hungUp === model.held);
  await shown.waitFor({ state: "detached" });
  assert.ok(!(await bench.diagnostics("late.lift")).some((item) => item.code === READY));
  model.holds = false;
  await bench.command("Lift: Lift Spec at Cursor");
  await bench.finding("late.lift", READY);
});

step("the key is in no file: no setting, no log, no result that is kept", async () => {
  await bench.screenshot("cancelled");
  const log = readFileSync(path.join(bench.root, "tmp/server.log"), "utf8");
  assert.match(log, /INFO|WARNING/);
  // Only the browser's profile, where code-server keeps secrets, may have it.
  for (const folder of ["workspace", "user-data", "tmp", ".cache", ".config"]) {
    assert.deepEqual(filesWith(KEY, path.join(bench.root, folder)), []);
  }
});

step("a key that is removed is not sent any more", async () => {
  await bench.command("Lift: Remove API Key");
  await bench.page.locator(".quick-input-list .monaco-list-row", { hasText: model.address }).first().click();
  await bench.open("removed.lift");
  const before = model.asked.length;
  await until("the server refuses", async () => {
    await bench.command("Lift: Lift Spec at Cursor");
    return (await bench.diagnostics("removed.lift")).some((item) => item.code === NO_CANDIDATE);
  });
  assert.ok(model.asked.length > before);
  assert.equal(model.asked.at(-1).authorization, undefined);
});
