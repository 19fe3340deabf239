// What a spec means, as a document, and two of its candidates in the diff editor.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { REPOSITORY, startWorkbench, story, until } from "./workbench.mjs";

const SENTENCE = readFileSync(path.join(REPOSITORY, "examples/factorial.lift"), "utf8");

let bench;
before(async () => (bench = await startWorkbench({ name: "documents", files: { "factorial.lift": SENTENCE } })));
after(() => bench?.stop());
const step = story(test, () => bench);

const visible = () =>
  bench.host((vscode) => vscode.window.visibleTextEditors.map(({ document }) => [document.uri.scheme, document.getText()]));

step("the IR opens as a read-only document of Lift's", async () => {
  await bench.open("factorial.lift");
  await bench.command("Lift: Lift Spec at Cursor");
  await bench.finding("factorial.lift", "LIFT110");
  await bench.command("Lift: Show What the Spec Means (IR)");
  const [, text] = await until("the document", async () => (await visible()).find(([scheme]) => scheme === "lift-ir"));
  assert.match(text, /spec factorial\(n: int\) -> int/);
  await bench.screenshot("ir");
});

step("candidates are compared in the diff editor", async () => {
  await bench.open("factorial.lift");
  await bench.cursor(0, 3);
  await bench.command("Lift: Compare Candidates");
  const other = bench.page.locator(".quick-input-list .monaco-list-row").first();
  await other.waitFor();
  await bench.screenshot("candidates");
  await other.click();
  await bench.page.locator(".monaco-diff-editor").first().waitFor();
  const sides = await until("both sides", async () => {
    const found = (await visible()).filter(([scheme]) => scheme === "lift-candidate");
    return found.length === 2 && found;
  });
  assert.match(sides[0][1], /def factorial/);
  assert.notEqual(sides[0][1], sides[1][1]);
  await bench.screenshot("diff");
});
