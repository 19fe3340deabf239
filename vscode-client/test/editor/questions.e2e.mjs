// The open questions of the workspace as a view in the Explorer, answered in place.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { REPOSITORY, startWorkbench, story, until } from "./workbench.mjs";

const SENTENCE = readFileSync(path.join(REPOSITORY, "examples/factorial.lift"), "utf8");
const STATED = "spec area(radius: float) -> float\n    The area of a circle.\n\n    hole: which unit?\n";

let bench;
before(async () => {
  bench = await startWorkbench({ name: "questions", files: { "factorial.lift": SENTENCE, "stated.lift": STATED } });
});
after(() => bench?.stop());
const step = story(test, () => bench);

const rows = () => bench.page.locator('.pane:has(.pane-header[aria-label^="Lift: Open Questions"]) .monaco-list-row');
const row = (text) => rows().filter({ hasText: text }).first();

step("the view lists what is undecided, also in files that are not open", async () => {
  await bench.open("factorial.lift");
  await until("the view", async () => {
    await bench.host((vscode) => vscode.commands.executeCommand("lift.questions.focus"));
    await row("which unit?").waitFor({ timeout: 3_000 });
    return true;
  });
  // Rows that do not fit are not there: the list of files makes room.
  await bench.page.locator(".explorer-viewlet .pane-header", { hasText: /^workspace$/ }).first().click();
  await bench.command("Lift: Lift Spec at Cursor");
  await row("factorial(-1)").waitFor();
  await row("raises ValueError whenever n < 0").waitFor();
  await bench.screenshot("listed");
});

step("a question that is clicked is shown in its file", async () => {
  await row("which unit?").click();
  await until("the file", () =>
    bench.host((vscode) => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.path.endsWith("/stated.lift") && editor.selection.start.line === 3;
    }),
  );
});

step("an answer that is clicked is written into its file, and the question goes", async () => {
  await bench.host((vscode) => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  await row("raises ValueError whenever n < 0").click();
  await until("the clause", async () => /raises: ValueError when n < 0/.test((await bench.text()) ?? ""));
  await row("factorial(-1)").waitFor({ state: "detached" });
  assert.equal(await row("which unit?").count(), 1);
  await bench.screenshot("answered");
});
