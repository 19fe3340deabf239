// Get Started: the walkthrough opens, and each of its buttons does what it says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { CLIENT, startWorkbench, story, until } from "./workbench.mjs";

const [{ steps: STEPS }] = JSON.parse(readFileSync(path.join(CLIENT, "package.json"), "utf8")).contributes.walkthroughs;

let bench;
before(async () => {
  const files = { "double.lift": "spec double(n: int) -> int\n    Twice.\n" };
  // Wide: a narrow walkthrough leaves its texts out.
  bench = await startWorkbench({ name: "walkthrough", files, size: { width: 1700, height: 900 } });
});
after(() => bench?.stop());
const step = story(test, () => bench);

const page = () => bench.page.locator(".gettingStartedContainer");

/** Opens the walkthrough at one of its steps. */
async function openStep(title) {
  if (!(await page().isVisible())) await bench.command("Lift: Get Started");
  const item = page().locator(".getting-started-step", { hasText: title }).first();
  await until(`the step "${title}" is open`, async () => {
    if ((await item.getAttribute("class", { timeout: 3_000 })).includes("expanded")) return true;
    await item.click({ timeout: 3_000 });
    return false;
  });
  return item;
}

async function press(title, button) {
  await (await openStep(title)).getByRole("button", { name: button }).first().click();
}

step("it opens from the palette, with its steps and their texts", async () => {
  await bench.open("double.lift");
  for (const { title, media } of STEPS) {
    await openStep(title);
    const [first] = readFileSync(path.join(CLIENT, media.markdown), "utf8").split("\n");
    const text = page().frameLocator("iframe.webview").first().frameLocator("iframe").first().getByText(first.replace(/^# /, ""));
    await text.waitFor();
  }
  await bench.screenshot("steps");
});

step("New spec opens a document with the beginning of a sentence", async () => {
  await press("Write your first spec", "New spec");
  await until("the document", () =>
    bench.host((vscode) => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.languageId === "lift" && document.isUntitled && document.getText() === "Create a function to ";
    }),
  );
  await bench.screenshot("new-spec");
});

step("Run the specs as tests opens the Testing view", async () => {
  await press("Insert the function", "Run the specs as tests");
  await bench.page.locator(".test-explorer .monaco-list-row", { hasText: "double.lift" }).first().waitFor();
});

step("Set API key asks for the server that it is for", async () => {
  await press("Connect a backend", "Set API key");
  await bench.page.locator(".quick-input-widget:visible", { hasText: "the server that the key is for" }).waitFor();
  await bench.screenshot("key");
  await bench.page.keyboard.press("Escape");
});

step("Settings shows those of Lift, and no others", async () => {
  await press("Connect a backend", "Settings");
  const editor = bench.page.locator(".settings-editor");
  await editor.locator(".setting-item-category", { hasText: "Lift" }).first().waitFor();
  const categories = await editor.locator(".setting-item-category").allInnerTexts();
  assert.ok(categories.every((text) => /^Lift/.test(text)), categories.join("|"));
  await bench.screenshot("settings");
});
