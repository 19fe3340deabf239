// A server that dies comes back, and both files can be edited together meanwhile.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorkbench, story, until } from "./workbench.mjs";

const SPEC = "spec double(n: int) -> int\n    Twice the number.\n\n    example: double(2) == 4\n    example: double(0) == 0\n";
const MODULE = "def double(n: int) -> int:\n    return n + n\n";

let bench;
before(async () => (bench = await startWorkbench({ name: "recovery", files: { "double.lift": SPEC, "double.py": MODULE } })));
after(() => bench?.stop());
const step = story(test, () => bench);

const broken = async () => (await bench.diagnostics("double.lift")).filter((item) => item.severity === "Error");

async function replaceIn(name, from, to) {
  await bench.host(
    async (vscode, { file, from, to }) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      const start = document.getText().indexOf(from);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
      if (!(await vscode.workspace.applyEdit(edit))) throw new Error("not applied");
    },
    { file: bench.file(name), from, to },
  );
}

step("spec and module stand side by side; a save of the module checks it", async () => {
  await bench.open("double.lift");
  await bench.page.keyboard.press("Control+Backslash");
  await bench.open("double.py");
  await until("two editors", () => bench.host((vscode) => vscode.window.visibleTextEditors.length === 2));
  await replaceIn("double.py", "n + n", "n + 2");
  await bench.save();
  await until("the module breaks an example", async () => (await broken()).some((item) => item.line === 4));
  await bench.screenshot("side-by-side");
});

step("a save of the spec checks the module as it stands", async () => {
  await replaceIn("double.lift", "double(0) == 0", "double(0) == 2");
  await bench.host((vscode, file) => vscode.workspace.openTextDocument(file).then((document) => document.save()), bench.file("double.lift"));
  await until("the example holds now", async () => (await broken()).length === 0);
});

step("the server is killed: it is started again and knows the documents", async () => {
  const [first] = await until("a server", () => bench.servers());
  process.kill(first, "SIGKILL");
  const [second] = await until("another server", () => bench.servers().filter((id) => id !== first));
  assert.notEqual(second, first);
  await replaceIn("double.lift", "example: double(0) == 2", "exmaple: double(0) == 2");
  await until("it answers", async () => (await bench.diagnostics("double.lift")).some((item) => item.line === 4));
  await replaceIn("double.lift", "exmaple: double(0) == 2", "example: double(0) == 0");
  await bench.host((vscode, file) => vscode.workspace.openTextDocument(file).then((document) => document.save()), bench.file("double.lift"));
  await until("it checks again", async () => (await broken()).some((item) => item.line === 4));
  await bench.screenshot("recovered");
});

step("Restart Server stops the old one and starts a new one", async () => {
  const [first] = bench.servers();
  await bench.command("Lift: Restart Server");
  await until("only a new server", () => bench.servers().length === 1 && bench.servers()[0] !== first);
  await replaceIn("double.py", "n + 2", "n + n");
  await bench.host((vscode, file) => vscode.workspace.openTextDocument(file).then((document) => document.save()), bench.file("double.py"));
  await until("it checks", async () => (await broken()).length === 0);
});
