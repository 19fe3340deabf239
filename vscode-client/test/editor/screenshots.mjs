// The pictures of README and docs: the first story once more, light and dark.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { CLIENT, REPOSITORY, startWorkbench, until } from "./workbench.mjs";

const SENTENCE = readFileSync(path.join(REPOSITORY, "examples/factorial.lift"), "utf8");
const IMAGES = path.join(CLIENT, "images");
const BROKEN = "def factorial(n: int) -> int:\n    return n\n";

mkdirSync(IMAGES, { recursive: true });
for (const [name, theme] of [["dark", "Default Dark Modern"], ["light", "Default Light Modern"]]) {
  const bench = await startWorkbench({
    name: `picture-${name}`,
    files: { "factorial.lift": SENTENCE },
    theme,
    size: { width: 1100, height: 460 },
    settings: { "workbench.sideBar.location": "right", "editor.fontSize": 15, "workbench.activityBar.location": "hidden" },
  });
  const picture = async (what) => copyFileSync(await bench.screenshot(what), path.join(IMAGES, `${what}-${name}.png`));
  try {
    await bench.open("factorial.lift");
    await bench.host((vscode) => vscode.commands.executeCommand("workbench.action.closeSidebar"));
    await bench.save();
    await bench.command("Lift: Lift Spec at Cursor");
    await bench.finding("factorial.lift", "LIFT110");
    await bench.page.locator(".codelens-decoration", { hasText: /1\s+question/ }).first().waitFor();
    await bench.page.locator(".editor-instance .view-line span", { hasText: /factorial/ }).last().hover({ position: { x: 60, y: 8 } });
    await bench.page.locator(".monaco-hover", { hasText: "spec factorial" }).first().waitFor();
    await picture("question");
    await bench.page.mouse.move(5, 400);
    await bench.cursor(0, 5);
    await bench.quickFixes("raises ValueError whenever n < 0");
    await picture("answers");
    await bench.choose("raises ValueError whenever n < 0");
    await bench.noFinding("factorial.lift", "LIFT110");
    await bench.cursor(0, 7);
    await bench.quickFixes("Insert `factorial` into factorial.py");
    await bench.choose("Insert `factorial` into factorial.py");
    await until("the module is on disk", () => bench.read("factorial.py")?.includes("def factorial"));
    await bench.save();
    await bench.page.keyboard.press("Control+Backslash");
    await bench.open("factorial.py");
    await bench.host(async (vscode, text) => {
      const editor = vscode.window.activeTextEditor;
      await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), text));
    }, BROKEN);
    await bench.save();
    await until("it is diagnosed", async () => (await bench.diagnostics("factorial.lift")).some((item) => item.severity === "Error"));
    await picture("broken");
  } finally {
    await bench.stop();
  }
}
