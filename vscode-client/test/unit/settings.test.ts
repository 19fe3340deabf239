import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { extensionSettings, serverKeys, serverSettings } from "../../src/settings";
import { configured } from "./vscode";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  contributes: { configuration: { properties: Record<string, { scope?: string; description?: string }> } };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
};
const properties = manifest.contributes.configuration.properties;
afterEach(() => configured.clear());

test("the server gets what somebody has set, and no defaults, which would win over lift.toml", () => {
  configured.set("candidates", { globalValue: 4 });
  configured.set("engine", {});
  assert.deepEqual(serverSettings(["candidates", "engine"]), { candidates: 4 });
});

test("a workspace's value wins over the user's", () => {
  configured.set("run", { globalValue: "manual", workspaceValue: "onSave" });
  assert.deepEqual(serverSettings(["run"]), { run: "onSave" });
});

test("the server is never told keys of the extension", () => {
  const keys = serverKeys(manifest);
  assert.ok(keys.includes("engine"));
  assert.deepEqual(
    keys.filter((key) => key.startsWith("server") || key.startsWith("trace")),
    [],
  );
});

test("nothing set means: find the server", () => {
  assert.deepEqual(extensionSettings(), { command: [], source: "managed", interpreter: "" });
});

test("settings that start a program are restricted in an untrusted workspace, and not the workspace's to sync", () => {
  const starting = Object.keys(properties).filter((key) => key.startsWith("lift.server."));
  assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), starting.sort());
  for (const key of starting) assert.equal(properties[key]?.scope, "machine-overridable", key);
});

test("there are few settings, and each says what it is", () => {
  assert.ok(Object.keys(properties).length <= 15);
  for (const [key, declared] of Object.entries(properties)) {
    assert.ok(Object.keys(declared).some((name) => /description/i.test(name)), key);
  }
});
