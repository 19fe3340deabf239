// Specs in the Testing view: items, a run, a failure with its difference at its place.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorkbench, story } from "./workbench.mjs";

const SPEC = `spec twice(n: int) -> int
    Twice the number.

    ensures: result == n + n
    example: twice(2) == 4
    example: twice(3) == 7
`;

let bench;
before(async () => {
  const files = { "twice.lift": SPEC, "twice.py": "def twice(n: int) -> int:\n    return n + n\n" };
  bench = await startWorkbench({ name: "testing", files });
});
after(() => bench?.stop());
const step = story(test, () => bench);

const row = (text) => bench.page.locator(".test-explorer .monaco-list-row", { hasText: text }).first();

step("the Testing view lists files, specs and clauses", async () => {
  await bench.open("twice.lift");
  await bench.host((vscode) => vscode.commands.executeCommand("workbench.view.testing.focus"));
  await row("twice.lift").waitFor();
  await bench.host((vscode) => vscode.commands.executeCommand("testing.runAll"));
  await bench.page.locator('.test-explorer .monaco-list-row[aria-label*="Failed"]').first().waitFor();
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
