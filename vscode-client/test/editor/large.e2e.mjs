// A file of 2,000 lines stays responsive: what is typed is there, and found, while one types. Times are printed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PATIENCE, startWorkbench, story, until } from "./workbench.mjs";

const LINES = 2_000;
const TYPED = 40;

function manySpecs() {
  const one = (index) =>
    `spec scale_${index}(value: int, factor: int) -> int\n    The value times the factor.\n\n` +
    `    value: what is scaled\n    ensures: result == value * factor\n    example: scale_${index}(2, 3) == 6\n` +
    `    example: scale_${index}(0, 3) == 0\n\n`;
  return Array.from({ length: LINES / 8 }, (_, index) => one(index)).join("");
}

let bench;
before(async () => {
  bench = await startWorkbench({ name: "large", files: { "large.lift": manySpecs() }, settings: { "lift.run": "manual" } });
});
after(() => bench?.stop());
const step = story(test, () => bench);

step("keys are on the screen soon after they are pressed, with the server at work", async () => {
  await bench.open("large.lift");
  await bench.cursor(1001, 4);
  await bench.page.keyboard.press("End");
  const times = [];
  let typed = "";
  for (let index = 0; index < TYPED; index += 1) {
    typed += "abcdefghij"[index % 10];
    await bench.page.evaluate((wanted) => {
      const lines = document.querySelector(".editor-instance .view-lines");
      globalThis.shown = new Promise((resolve) => {
        const look = () => lines.textContent.includes(wanted) && (observer.disconnect(), resolve(true));
        const observer = new MutationObserver(look);
        globalThis.giveUp = () => resolve(false);
        observer.observe(lines, { subtree: true, childList: true, characterData: true });
      });
    }, `factor.${typed}`);
    const started = performance.now();
    await bench.page.keyboard.press(typed.at(-1));
    const late = setTimeout(() => bench.page.evaluate(() => globalThis.giveUp()), PATIENCE);
    const isShown = await bench.page.evaluate(() => globalThis.shown);
    clearTimeout(late);
    assert.ok(isShown, `"${typed}" did not appear`);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(0);
  console.log(`typing in ${LINES} lines: key to screen p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${TYPED} keys)`);
  assert.match(await bench.text(), /times the factor\.abcdefghij/);
});

step("a mistake in its middle is found", async () => {
  await bench.cursor(1005, 4);
  const started = performance.now();
  await bench.page.keyboard.type("x");
  await until("a finding", async () => (await bench.diagnostics("large.lift")).some((item) => item.line === 1005));
  console.log(`key to finding, seen through the extension host: ${(performance.now() - started).toFixed(0)} ms`);
  await bench.screenshot("large");
});
