// What VS Code gets through its own provider commands, in the extension host: one step per feature.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { CLIENT, startWorkbench, until } from "./workbench.mjs";

const SPEC = `# Shapes.
spec circle_area(radius: float) -> float
    The area of a circle.

    radius: distance from the centre to the edge
    ensures: result >= 0
    raises: ValueError when radius < 0
    example: circle_area(0) == 0
    example: circle_area(1) == 4

spec twice(n: int) -> int
    Twice the number.
    example: twice(2) == 4
`;
const MODULE = `import math


def circle_area(radius: float) -> float:
    if radius < 0:
        raise ValueError("negative")
    return math.pi * radius * radius


def twice(n: int) -> int:
    return n + n
`;

let bench;
before(async () => {
  bench = await startWorkbench({ name: "breadth", files: { "shapes.lift": SPEC, "shapes.py": MODULE } });
  await bench.open("shapes.lift");
  await until("the server answers", async () => (await provide("vscode.executeDocumentSymbolProvider", outline)).length === 2);
});
after(() => bench?.stop());

/** The answer of a provider command for the spec file. `pick` takes from it what JSON can carry. */
function provide(command, pick, ...args) {
  return bench.host(
    async (vscode, { file, command, pick, args }) => {
      const given = args.map((item) => (item?.line === undefined ? item : new vscode.Position(item.line, item.character)));
      const found = (await vscode.commands.executeCommand(command, vscode.Uri.file(file), ...given)) ?? [];
      return new Function(`return (${pick})`)()(found);
    },
    { file: bench.file("shapes.lift"), command, pick: pick.toString(), args },
  );
}

const outline = (symbols) => symbols.map((item) => [item.name, item.children.map((child) => child.name)]);

function at(needle, within = 0) {
  const lines = SPEC.split("\n");
  const line = lines.findIndex((text) => text.includes(needle));
  return { line, character: lines[line].indexOf(needle) + within };
}

test("symbols: specs with their clauses", async () => {
  assert.deepEqual(await provide("vscode.executeDocumentSymbolProvider", outline), [
    ["circle_area", ["radius", "ensures", "raises", "example", "example"]],
    ["twice", ["example"]],
  ]);
});

test("hover shows the spec", async () => {
  const pick = (hovers) => hovers.flatMap((item) => item.contents.map((content) => content.value ?? content)).join("\n");
  assert.match(await provide("vscode.executeHoverProvider", pick, at("circle_area", 2)), /circle_area/);
});

test("formatting puts right what is not formatted, and leaves what is", async () => {
  const pick = (edits) => edits.map((item) => item.newText);
  const options = { tabSize: 4, insertSpaces: true };
  const before = await provide("vscode.executeFormatDocumentProvider", pick, options);
  await bench.host((vscode) => vscode.commands.executeCommand("editor.action.formatDocument"));
  assert.deepEqual(await provide("vscode.executeFormatDocumentProvider", pick, options), [], `before: ${before}`);
});

test("a clause that the module breaks is diagnosed, with its code", async () => {
  await bench.save();
  const finding = await until("the broken example", async () =>
    (await bench.diagnostics("shapes.lift")).find((item) => item.severity === "Error" && item.line === at("== 4").line),
  );
  assert.match(finding.code, /^LIFT\d{3}$/);
  assert.equal(finding.source, "lift");
});

test("the settings that people set reach the server, and no others", async () => {
  await bench.host((vscode) => vscode.workspace.getConfiguration("lift").update("candidates", 3, vscode.ConfigurationTarget.Global));
  await bench.host((vscode) => vscode.workspace.getConfiguration("lift").update("run", "manual", vscode.ConfigurationTarget.Global));
  const shown = await bench.page.locator(".notifications-toasts").allInnerTexts();
  assert.doesNotMatch(shown.join(), /no setting|not allowed/);
});

test("every contributed command exists", async () => {
  const { contributes } = JSON.parse(readFileSync(path.join(CLIENT, "package.json"), "utf8"));
  const known = await bench.host((vscode) => vscode.commands.getCommands(true));
  const missing = contributes.commands.map((item) => item.command).filter((command) => !known.includes(command));
  assert.deepEqual(missing, []);
});

test("no key of Lift is another command's in the same place", async () => {
  const { contributes } = JSON.parse(readFileSync(path.join(CLIENT, "package.json"), "utf8"));
  const text = await bench.host(async (vscode) => {
    const uri = vscode.Uri.parse("vscode://defaultsettings/keybindings.json");
    return (await vscode.workspace.openTextDocument(uri)).getText();
  });
  const bindings = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
  assert.ok(bindings.length > 500);
  for (const { key, command } of contributes.keybindings) {
    const first = key.split(" ")[0];
    const others = bindings.filter(
      (item) => (item.key === key || item.key === first) && !item.command.startsWith("lift.") && !/lift/.test(item.when ?? ""),
    );
    const inEditors = others.filter((item) => item.when === undefined || /^(!?accessib|editorFocus|editorTextFocus|textInputFocus)/.test(item.when));
    assert.deepEqual(inEditors, [], `${command} takes ${key}`);
  }
});

test("tasks: lift check and lift build, with their problem matchers", async () => {
  const tasks = await bench.host(async (vscode) =>
    (await vscode.tasks.fetchTasks({ type: "lift" })).map((task) => [task.name, task.problemMatchers]),
  );
  assert.deepEqual(tasks, [
    ["check", ["$lift", "$lift-verdict"]],
    ["build", ["$lift", "$lift-verdict"]],
  ]);
});

test("the check task ends with the status of `lift check`, and its finding is a problem", async () => {
  const status = await bench.host(async (vscode) => {
    const [check] = await vscode.tasks.fetchTasks({ type: "lift" });
    const ended = new Promise((resolve) => {
      const listener = vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution.task.name === "check") resolve((listener.dispose(), event.exitCode));
      });
    });
    await vscode.tasks.executeTask(check);
    return ended;
  });
  assert.equal(status, 1);
  await until("the problem", async () =>
    (await bench.diagnostics("shapes.lift")).some((item) => /circle_area: fails/.test(item.message)),
  );
});

test("debug information says how the server was found and what the machine can do", async () => {
  await bench.host((vscode) => vscode.commands.executeCommand("lift.debugInformation"));
  const text = await until("the report", async () => {
    const shown = await bench.text();
    return /# Lift: debug information/.test(shown) && shown;
  });
  assert.match(text, /Started as \(command\)/);
  assert.match(text, /## lift doctor\n\n```\n.+/s);
});
