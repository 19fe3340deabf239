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

const anotherThan = (first) => until("another server", () => bench.servers().find((id) => id !== first));

/** What hovering over the spec's name shows; empty while there is no server. */
const hovered = (name) =>
  bench.host(async (vscode, file) => {
    const uri = vscode.Uri.file(file);
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", uri, new vscode.Position(0, 6));
    return hovers.flatMap((hover) => hover.contents.map((item) => item.value)).join("\n");
  }, bench.file(name));

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
  const [first] = bench.servers();
  process.kill(first, "SIGKILL");
  await anotherThan(first);
  await replaceIn("double.lift", "example: double(0) == 2", "exmaple: double(0) == 2");
  await until("it answers", async () => (await bench.diagnostics("double.lift")).some((item) => item.line === 4));
  await replaceIn("double.lift", "exmaple: double(0) == 2", "example: double(0) == 0");
  await bench.host((vscode, file) => vscode.workspace.openTextDocument(file).then((document) => document.save()), bench.file("double.lift"));
  await until("it checks again", async () => (await broken()).some((item) => item.line === 4));
  await bench.screenshot("recovered");
});

step("the server is killed while somebody types: the next one knows all that was typed", async () => {
  const [first] = bench.servers();
  await bench.host(
    async (vscode, { file, first }) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      for (let count = 0; count < 40; count++) {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, document.lineAt(1).range.end, ` again${count}`);
        const typed = vscode.workspace.applyEdit(edit);
        if (count === 20) process.kill(first, "SIGKILL");
        await typed;
      }
    },
    { file: bench.file("double.lift"), first },
  );
  await anotherThan(first);
  const known = await until("it knows the spec", () => hovered("double.lift"));
  const typed = await bench.host((vscode) => vscode.window.visibleTextEditors.map((editor) => editor.document.getText()), null);
  const [prose] = typed.flatMap((text) => /Twice the number.*again39/.exec(text) ?? []);
  assert.ok(known.replaceAll("\\", "").includes(prose), `${prose}\n${known}`);
});

step("Restart Server at once after a crash leaves one server", async () => {
  const [first] = bench.servers();
  process.kill(first, "SIGKILL");
  const second = await anotherThan(first);
  await bench.host((vscode) => vscode.commands.executeCommand("lift.restart"));
  await until("only a third server", () => bench.servers().length === 1 && ![first, second].includes(bench.servers()[0]));
  await until("it knows the spec", () => hovered("double.lift"));
});

step("a command that is no server is replaced in the settings", async () => {
  const set = (command) =>
    bench.host(
      (vscode, command) => vscode.workspace.getConfiguration("lift").update("server.command", command, vscode.ConfigurationTarget.Global),
      command,
    );
  const command = await bench.host((vscode) => vscode.workspace.getConfiguration("lift").get("server.command"));
  await set(["sleep", "1000"]);
  await until("no server", () => bench.servers().length === 0);
  await set(command);
  await until("a server", () => bench.servers().length === 1);
  await until("it knows the spec", () => hovered("double.lift"));
});

step("Restart Server stops the old one and starts a new one", async () => {
  const [first] = bench.servers();
  await bench.command("Lift: Restart Server");
  await until("only a new server", () => bench.servers().length === 1 && bench.servers()[0] !== first);
  await replaceIn("double.py", "n + 2", "n + n");
  await bench.host((vscode, file) => vscode.workspace.openTextDocument(file).then((document) => document.save()), bench.file("double.py"));
  await until("it checks", async () => (await broken()).length === 0);
});
