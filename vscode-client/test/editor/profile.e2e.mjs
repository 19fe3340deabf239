// What VS Code with this extension sends first is what the server is tested with (tests/lsp/clients/vscode.json).
// `run.sh record` writes that file anew.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { LIFT, REPOSITORY, startWorkbench, until } from "./workbench.mjs";

const PROFILE = path.join(REPOSITORY, "tests/lsp/clients/vscode.json");
const SENT = "sent-by-the-client";

let bench;
before(async () => {
  const command = ["/bin/sh", "-c", `tee "$TMPDIR/${SENT}" | exec "$0" serve`, LIFT];
  bench = await startWorkbench({ name: "profile", files: { "project.lift": "" }, settings: { "lift.server.command": command } });
});
after(() => bench?.stop());

/** The body of the first message of a recorded stream; undefined while it is not all there. */
function firstMessage(file) {
  const stream = existsSync(file) ? readFileSync(file) : Buffer.of();
  const head = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(stream.toString("latin1"));
  if (head === null || stream.length < head[0].length + Number(head[1])) return undefined;
  return JSON.parse(stream.subarray(head[0].length, head[0].length + Number(head[1])).toString("utf8"));
}

test("the recorded `initialize` is the one that is sent", async () => {
  const { method, params } = await until("the first message", () => firstMessage(path.join(bench.root, "tmp", SENT)));
  assert.equal(method, "initialize");
  // What differs from run to run: the process, and the place of the workspace.
  const { workspace } = bench;
  const workspaceFolders = params.workspaceFolders.map((folder) => ({ ...folder, name: "project" }));
  const text = JSON.stringify({ ...params, processId: null, workspaceFolders }, undefined, 1)
    .replaceAll(pathToFileURL(workspace).href, "file:///project")
    .replaceAll(JSON.stringify(workspace), '"/project"');
  assert.doesNotMatch(text, /workbench-/);
  if (process.env.LIFT_RECORD) writeFileSync(PROFILE, `${text}\n`);
  else assert.equal(`${text}\n`, readFileSync(PROFILE, "utf8"), "`run.sh record` writes what is sent now");
});
