// A workspace that is not trusted: specs are read, and nothing is generated, executed or started from it.
import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
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
  const hover = await bench.hover("double.lift", 1, 6);
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

step("trust that is granted while one works starts the server again, and specs are lifted", async () => {
  const [first] = bench.servers();
  // With trust its settings would count: they go first.
  rmSync(bench.file(".vscode/settings.json"));
  await until("the workspace's settings are gone", () =>
    bench.host((vscode) => vscode.workspace.getConfiguration("lift").inspect("run").workspaceValue === undefined),
  );
  await bench.host((vscode) => void vscode.commands.executeCommand("workbench.trust.manage"));
  const trust = bench.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).first();
  await trust.click();
  await until("it is trusted", () => bench.host((vscode) => vscode.workspace.isTrusted));
  await until("only a new server", () => bench.servers().length === 1 && bench.servers()[0] !== first);
  await bench.screenshot("trusted");
  await bench.open("double.lift");
  await bench.command("Lift: Lift Spec at Cursor");
  await until("something is generated", async () => /candidate|holds|embedded/i.test(await bench.hover("double.lift", 1, 6)));
  await bench.noFinding("double.lift", "LIFT109");
  assert.ok(!existsSync(evil()));
});
