// The first start of somebody who has nothing: the wheel that the package carries is installed, verified, and serves.
import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { LIFT, startWorkbench, story, until } from "./workbench.mjs";

let bench;
before(async () => {
  // No command is set, and uv is not on the PATH: the extension's own environment is what remains. Its Python is that
  // of the checkout.
  const folders = ["/usr/bin", "/bin", path.dirname(process.execPath)].join(":");
  bench = await startWorkbench({
    name: "managed",
    files: { "double.lift": "spec double(n: int) -> int\n    Twice.\n\n    effect: none\n" },
    settings: { "lift.server.command": [] },
    environment: { PATH: `${path.dirname(LIFT)}:${folders}`, ...(process.env.PIP_INDEX_URL && { PIP_INDEX_URL: process.env.PIP_INDEX_URL }) },
  });
});
after(() => bench?.stop());
const step = story(test, () => bench);

const storage = () => path.join(bench.root, "user-data/User/globalStorage/lift.lift/server");

function environments() {
  return readdirSync(storage(), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

step("it is installed with progress, and answers", async () => {
  await bench.open("double.lift");
  await until("a finding", async () => (await bench.diagnostics("double.lift")).length > 0, 300_000);
  assert.equal(environments().length, 1);
  await bench.screenshot("installed");
});

step("an environment that was damaged is made anew", async () => {
  const [first] = environments();
  rmSync(path.join(storage(), first, "bin", "lift"));
  await bench.command("Lift: Restart Server");
  await until("another environment", () => environments().some((name) => name !== first), 300_000);
  await until("it serves", () => bench.servers().length === 1, 300_000);
});
