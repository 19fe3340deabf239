// A workspace that is not trusted: specs are read, and nothing is generated, executed or started from it.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { startWorkbench, story, until } from "./workbench.mjs";

const SPEC = "spec double(n: int) -> int\n    Twice the number.\n\n    effect: none\n    example: double(2) == 4\n";

let bench;
const evil = () => bench.file("started-by-the-workspace");
before(async () => {
  const files = { "double.lift": SPEC, "double.py": "def double(n: int) -> int:\n    return n + n\n" };
  // A workspace that would like its own program to be the server.
  files[".vscode/settings.json"] = JSON.stringify({
    "lift.server.command": ["/usr/bin/touch", "started-by-the-workspace"],
    "lift.run": "onType",
  });
  bench = await startWorkbench({ name: "restricted", files, trusted: false });
});
after(() => bench?.stop());
const step = story(test, () => bench);

step("static findings are there, from the user's server and not the workspace's", async () => {
  await bench.open("double.lift");
  assert.equal(await bench.host((vscode) => vscode.workspace.isTrusted), false);
  await until("a static finding", async () => (await bench.diagnostics("double.lift")).length > 0);
  assert.equal(bench.servers().length, 1);
  assert.ok(!existsSync(evil()));
  assert.ok(!existsSync(path.join(bench.root, "user-data/User/globalStorage/lift.lift/started-by-the-workspace")));
  await bench.screenshot("restricted");
});

step("saving generates nothing", async () => {
  await bench.cursor(1, 0);
  await bench.page.keyboard.press("End");
  await bench.page.keyboard.type(" Really.");
  await bench.save();
  await until("it is saved", () => bench.read("double.lift").includes("Really."));
  const hover = await bench.host(async (vscode, file) => {
    const at = new vscode.Position(1, 6);
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", vscode.Uri.file(file), at);
    return hovers.flatMap((item) => item.contents.map((content) => content.value ?? content)).join("\n");
  }, bench.file("double.lift"));
  assert.match(hover, /not trusted/);
});

step("the commands that generate are not offered, and refuse when they are called", async () => {
  await bench.page.keyboard.press("F1");
  await bench.page.locator(".quick-input-widget input").fill(">Lift: ");
  await bench.page.locator(".quick-input-list .monaco-list-row", { hasText: "Restart Server" }).first().waitFor();
  const offered = await bench.page.locator(".quick-input-list .monaco-list-row").allInnerTexts();
  assert.ok(!offered.some((text) => /Lift Spec at Cursor/.test(text)), offered.join("|"));
  await bench.page.keyboard.press("Escape");
  await bench.host((vscode) => void vscode.commands.executeCommand("lift.liftFile"));
  await bench.page.locator(".notifications-toasts", { hasText: "not trusted" }).waitFor();
  await bench.screenshot("refused");
  const actions = await bench.host(async (vscode, file) => {
    const all = new vscode.Range(0, 0, 9, 0);
    const found = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", vscode.Uri.file(file), all);
    return found.map((item) => item.title);
  }, bench.file("double.lift"));
  assert.ok(!actions.some((title) => /Insert|Update/.test(title)), actions.join("|"));
});
