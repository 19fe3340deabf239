import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExtensionContext } from "vscode";
import { Keys, originOf } from "../../src/keys";

for (const [text, expected] of [
  ["https://models.example.com", "https://models.example.com"],
  ["https://models.example.com/v1/chat?x=1", "https://models.example.com"],
  ["https://models.example.com:8443/", "https://models.example.com:8443"],
  [" https://models.example.com ", "https://models.example.com"],
  ["http://localhost:8000/v1", "http://localhost:8000"],
  ["http://127.0.0.1:8000", "http://127.0.0.1:8000"],
] as const) {
  test(`a key for ${text} is sent to ${expected}`, () => assert.equal(originOf(text), expected));
}

for (const text of ["", "models.example.com", "http://models.example.com", "file:///etc/passwd", "http://localhost.example.com"]) {
  test(`no key is sent to "${text}"`, () => assert.equal(originOf(text), undefined));
}

test("plain http is for servers elsewhere when that is allowed, and for nothing else", () => {
  assert.equal(originOf("http://models.example.com/v1", true), "http://models.example.com");
  assert.equal(originOf("ftp://models.example.com", true), undefined);
});

test("a text is redacted of every key, as it is and as JSON has it", async () => {
  const kept = { apiKey: 'sk-"quoted"-1', modalSecret: "none" };
  const context = {
    globalState: { get: () => ["https://models.example.com"] },
    secrets: { get: () => Promise.resolve(JSON.stringify(kept)) },
  } as unknown as ExtensionContext;
  const keys = new Keys(context);
  await keys.load();
  assert.equal(keys.redact(`${kept.apiKey} ${JSON.stringify(keys.all)} none`), '*** [{"apiKey":"***","modalSecret":"none","origin":"https://models.example.com"}] none');
});
