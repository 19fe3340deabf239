// The way of a first user: a bare sentence becomes a checked function in a Python file, with mouse and keyboard.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { REPOSITORY, startWorkbench, story, until } from "./workbench.mjs";

const SENTENCE = readFileSync(path.join(REPOSITORY, "examples/factorial.lift"), "utf8");
const QUESTION = "LIFT110";

let bench;
before(async () => (bench = await startWorkbench({ name: "journey", files: { "factorial.lift": SENTENCE } })));
after(() => bench?.stop());
const step = story(test, () => bench);

/** What the status bar shows while `act` is done, until `probe` is satisfied. */
async function progressDuring(act, probe) {
  await bench.page.evaluate(() => {
    globalThis.seen = [];
    globalThis.observer = new MutationObserver(() => globalThis.seen.push(document.querySelector(".part.statusbar").textContent));
    globalThis.observer.observe(document.querySelector(".part.statusbar"), { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await act();
  await until("it is done", probe);
  return bench.page.evaluate(() => (globalThis.observer.disconnect(), globalThis.seen.join("\n")));
}

function python(source) {
  const program = path.join(REPOSITORY, ".venv/bin/python");
  const done = spawnSync(program, ["-c", source], { cwd: bench.workspace, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.trim();
}

step("the sentence opens as a Lift document, colored", async () => {
  await bench.open("factorial.lift");
  assert.equal(await bench.host((vscode) => vscode.window.activeTextEditor.document.languageId), "lift");
  await bench.screenshot("sentence");
});

step("lifting shows progress and asks a question, which is underlined", async () => {
  const started = performance.now();
  const seen = await progressDuring(
    () => bench.command("Lift: Lift Spec at Cursor"),
    async () => (await bench.diagnostics("factorial.lift")).some((item) => item.code === QUESTION),
  );
  console.log(`palette opened to question: ${(performance.now() - started).toFixed(0)} ms`);
  assert.match(seen, /Lift: the spec/);
  const question = await bench.finding("factorial.lift", QUESTION);
  assert.match(question.message, /factorial\(-1\)/);
  await bench.page.waitForSelector(".editor-instance .view-overlays [class*=squiggly]", { state: "attached" });
  await bench.screenshot("question");
});

step("hover shows what the spec means", async () => {
  await bench.page.locator(".editor-instance .view-line span", { hasText: /factorial/ }).last().hover({ position: { x: 60, y: 8 } });
  const hover = bench.page.locator(".monaco-hover", { hasText: "spec factorial" }).first();
  await hover.waitFor();
  await bench.screenshot("hover");
  assert.match(await hover.innerText(), /spec factorial\(n: int\) -> int/);
  await bench.page.mouse.move(5, 500);
});

step("a quick fix answers the question with one clause, and the answer is lifted at once", async () => {
  await bench.cursor(0, 5);
  await bench.quickFixes("raises ValueError whenever n < 0");
  await bench.screenshot("answers");
  await bench.choose("raises ValueError whenever n < 0");
  await until("the clause is there", async () => /raises: ValueError when n < 0/.test(await bench.text()));
  assert.match(await bench.text(), /^spec factorial\(n: int\) -> int\n {4}Create a function/);
  await bench.noFinding("factorial.lift", QUESTION);
  await bench.screenshot("answered");
});

step("undo takes the answer back, and redo gives it again", async () => {
  await bench.page.keyboard.press("Control+z");
  await until("the sentence is back", async () => (await bench.text()) === SENTENCE);
  await bench.finding("factorial.lift", QUESTION);
  await bench.page.keyboard.press("Control+Shift+z");
  await until("the answer is back", async () => /raises: ValueError/.test(await bench.text()));
  await bench.noFinding("factorial.lift", QUESTION);
});

step("a quick fix inserts the function; saved, the Python file on disk runs", async () => {
  await bench.cursor(0, 7);
  await bench.quickFixes("Insert `factorial` into factorial.py");
  const started = performance.now();
  await bench.choose("Insert `factorial` into factorial.py");
  // VS Code saves by itself what a quick fix changed in files that are not open (`files.refactoring.autoSave`).
  await until("the module is on disk", () => bench.read("factorial.py")?.includes("def factorial"));
  console.log(`quick fix to file on disk: ${(performance.now() - started).toFixed(0)} ms`);
  await bench.save();
  await until("the spec is on disk", () => bench.read("factorial.lift").includes("raises: ValueError when n < 0"));
  await bench.screenshot("inserted");
  assert.equal(python("from factorial import factorial; print(factorial(0), factorial(5), factorial(10))"), "1 120 3628800");
  assert.equal(
    python("from factorial import factorial\ntry: factorial(-1)\nexcept ValueError as error: print('ValueError')"),
    "ValueError",
  );
  assert.doesNotMatch(bench.read("factorial.py"), /lift/i, "the function does not depend on Lift");
});

step("a function that is broken by hand is diagnosed on the clause it breaks, and updated", async () => {
  await bench.open("factorial.py");
  const broken = bench.read("factorial.py").replace(/(def factorial\(n: int\) -> int:\n)[^]*/, "$1    return n\n");
  assert.match(broken, /return n\n$/);
  await bench.page.keyboard.press("Control+a");
  await bench.host(async (vscode, text) => {
    const editor = vscode.window.activeTextEditor;
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, text));
  }, broken);
  await bench.save();
  await bench.open("factorial.lift");
  const finding = await until("the broken function is diagnosed", async () =>
    (await bench.diagnostics("factorial.lift")).find((item) => item.severity === "Error" || item.severity === "Warning"),
  );
  assert.match(finding.message, /factorial/);
  await bench.screenshot("broken");
  await bench.cursor(finding.line, finding.character);
  await bench.quickFixes("Update `factorial` in factorial.py");
  await bench.screenshot("update");
  await bench.choose("Update `factorial` in factorial.py");
});

step("replacing what was edited by hand is confirmed first", async () => {
  // VS Code shows what needs confirmation unticked: pressing Apply alone changes nothing.
  await bench.page.locator(".edit-checkbox").first().waitFor();
  await bench.screenshot("confirm");
  await bench.page.locator(".edit-checkbox").first().check();
  await bench.page.getByRole("button", { name: "Apply" }).first().click();
  await until("the module is edited", () =>
    bench.host((vscode) =>
      vscode.workspace.textDocuments.some((item) => item.uri.path.endsWith(".py") && item.getText().includes("raise ValueError")),
    ),
  );
  await bench.host((vscode) => vscode.commands.executeCommand("workbench.action.files.saveAll"));
  await until("it is on disk", () => bench.read("factorial.py").includes("raise ValueError"));
  assert.equal(python("from factorial import factorial; print(factorial(5))"), "120");
});
