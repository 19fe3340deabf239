// Specs in the Testing view: items, a run that is cancelled, a run, a failure with its difference at its place.
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { LIFT, startWorkbench, story, until } from "./workbench.mjs";

const SPEC = `spec twice(n: int) -> int
    Twice the number.

    ensures: result == n + n
    example: twice(2) == 4
    example: twice(3) == 7
`;
/** `lift`, but while there is a file `hold` a check tells its process id and does not end. */
const LIFT_ON_HOLD = `
if [ "$1" = check ] && [ -e "$TMPDIR/hold" ]; then
  echo $$ >"$TMPDIR/unfinished" && mv "$TMPDIR/unfinished" "$TMPDIR/checking"
  exec sleep 100000
fi
exec "$0" "$@"
`;

let bench;
before(async () => {
  const files = { "twice.lift": SPEC, "twice.py": "def twice(n: int) -> int:\n    return n + n\n" };
  const settings = { "lift.server.command": ["/bin/sh", "-c", LIFT_ON_HOLD, LIFT, "serve"] };
  bench = await startWorkbench({ name: "testing", files, settings });
});
after(() => bench?.stop());
const step = story(test, () => bench);

const row = (text) => bench.page.locator(".test-explorer .monaco-list-row", { hasText: text }).first();
const rowsThatAre = (state) => bench.page.locator(`.test-explorer .monaco-list-row[aria-label*="${state}"]`);

function runs(id) {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

step("the Testing view lists files, specs and clauses", async () => {
  await bench.open("twice.lift");
  // There is no such view before the first controller has tests.
  await until("the view", async () => {
    await bench.host((vscode) => vscode.commands.executeCommand("workbench.view.testing.focus"));
    await row("twice.lift").waitFor({ timeout: 3_000 });
    return true;
  });
});

step("a run that is cancelled ends its process, and nothing counts as run", async () => {
  const [hold, checking] = ["hold", "checking"].map((name) => path.join(bench.root, "tmp", name));
  writeFileSync(hold, "");
  await bench.host((vscode) => void vscode.commands.executeCommand("testing.runAll"));
  await until("a check", () => existsSync(checking));
  const id = Number(readFileSync(checking, "utf8"));
  assert.ok(runs(id));
  await bench.screenshot("running");
  await bench.page.locator('.action-label[aria-label^="Cancel Test Run"]').first().click();
  await until("the process has ended", () => !runs(id));
  await until("nothing runs", async () => (await rowsThatAre("Running").count()) + (await rowsThatAre("Queued").count()) === 0);
  assert.equal((await rowsThatAre("Passed").count()) + (await rowsThatAre("Failed").count()), 0);
  await bench.screenshot("cancelled");
  rmSync(hold);
});

step("a run shows what holds and what does not", async () => {
  await bench.host((vscode) => vscode.commands.executeCommand("testing.runAll"));
  await rowsThatAre("Failed").first().waitFor();
  await bench.screenshot("run");
});

step("the broken example shows call, expected and actual at its line", async () => {
  await bench.page.getByText("6 != 7").last().click();
  const peek = bench.page.locator(".zone-widget").first();
  await peek.waitFor();
  const text = await peek.innerText();
  assert.match(text, /twice\(3\)/);
  assert.match(text, /7[^]*6|6[^]*7/);
  await bench.screenshot("difference");
});
