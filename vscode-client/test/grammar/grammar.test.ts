// The TextMate grammar, with the Python grammar that VS Code embeds, through the tokenizer that VS Code uses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import * as oniguruma from "vscode-oniguruma";
import * as textmate from "vscode-textmate";

const resolve = createRequire(`${process.cwd()}/package.json`).resolve;
let grammar: textmate.IGrammar;

before(async () => {
  await oniguruma.loadWASM(readFileSync(resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const files: Record<string, string> = {
    "source.lift": "syntaxes/lift.tmLanguage.json",
    "source.python": resolve("tm-grammars/grammars/python.json"),
  };
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      const file = files[scope];
      return Promise.resolve(file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, "utf8"), file));
    },
  });
  const loaded = await registry.loadGrammar("source.lift");
  assert.ok(loaded);
  grammar = loaded;
});

/** The scopes of `«marked»` text in a document. */
function scopes(marked: string): string[] {
  const start = marked.indexOf("«");
  const line = marked.slice(0, start).split("\n").length - 1;
  const column = start - (marked.lastIndexOf("\n", start) + 1);
  let state = textmate.INITIAL;
  for (const [number, text] of marked.replace(/[«»]/g, "").split("\n").entries()) {
    const result = grammar.tokenizeLine(text, state);
    if (number === line) {
      const token = result.tokens.find((item) => item.startIndex <= column && column < item.endIndex);
      return token?.scopes ?? [];
    }
    state = result.ruleStack;
  }
  return [];
}

function has(marked: string, scope: string) {
  const found = scopes(marked);
  assert.ok(
    found.some((item) => item.startsWith(scope)),
    `${marked}\n${found.join(" ")}`,
  );
}

function hasNot(marked: string, scope: string) {
  assert.ok(!scopes(marked).some((item) => item.startsWith(scope)), scopes(marked).join(" "));
}

const HEADER = "spec area(radius: float, unit: str = 'm') -> float";

test("a bare sentence is plain", () => assert.deepEqual(scopes("«Sort» a list"), ["source.lift"]));
test("comments", () => has("# «note»", "comment.line"));
test("`#` inside prose is no comment", () => hasNot("Written in C«#», see issue #12", "comment"));
test("the word spec", () => has(HEADER.replace("spec", "«spec»"), "keyword.control"));
test("the name of a spec", () => has(HEADER.replace("area", "«area»"), "entity.name.function"));
test("an async spec", () => has("spec async «fetch»(url: str)", "entity.name.function"));
test("a parameter", () => has(HEADER.replace("unit", "«unit»"), "variable.parameter"));
test("a type", () => has(HEADER.replace("float,", "«float»,"), "support.type"));
test("a default", () => has(HEADER.replace("'m'", "'«m»'"), "string"));
test("the result's type", () => has("spec f() -> dict[str, «Path»]", "entity.name.type"));
test("a type inside brackets is no parameter", () => hasNot("spec f(x: dict[str, «int», y])", "variable.parameter"));
test("a hole in a signature", () => has("spec f(x: «?»)", "keyword.other.hole"));
test("prose that begins with spec is a header only with a blank", () => hasNot("«specify» what", "keyword"));
test("a clause", () => has("    «ensures»: result >= 0", "keyword.control.clause"));
test("an unindented clause", () => has("«example»: f(1) == 2", "keyword.control.clause"));
test("Python in a clause", () => has("example: f(1) «==» 2", "keyword.operator"));
test("a number in a clause", () => has("example: f(«1») == 2", "constant.numeric"));
test("a string in a clause", () => has('example: f("«a»") == 2', "string.quoted"));
test("formal text is embedded Python", () => has("example: «f»(1) == 2", "meta.embedded.python"));
test("result", () => has("ensures: «result» >= 0", "variable.language"));
test("when", () => has("raises: ValueError «when» n < 0", "keyword.control"));
test("raises in an example", () => has("example: f(-1) «raises» ValueError", "keyword.control"));
test("a deeper line continues a clause", () => has("    ensures: (a and\n        «b» or c)", "meta.embedded.python"));
test("a line as deep as its key does not", () => hasNot("    ensures: (a and\n    «Prose» goes on", "meta.embedded"));
test("a blank line ends a clause", () => hasNot("    ensures: (a and\n\n        «Prose» again", "meta.embedded"));
test("a known key ends a clause", () => has("    ensures: (a\n        «raises»: E", "keyword.control.clause"));
test("an open string does not leak", () => hasNot('    example: f("""a\n    «Prose» goes on', "string"));
test("an apostrophe in an informal clause does not leak", () => has("ensures: don't\n«example»: f(1)", "keyword.control.clause"));
test("the next spec ends everything", () => has('    example: f("""a\n«spec» g', "keyword.control"));
test("effects", () => has("effects: «reads files», time", "constant.language.effect"));
test("uses", () => has("uses: from shapes «import» Circle", "keyword.control.import"));
test("a question", () => has("hole: what if «it» is empty?", "markup.italic"));
test("a hole in prose", () => has("Round to «?places» digits", "keyword.other.hole"));
test("a question mark inside a word is none", () => hasNot("See a«?b» there", "keyword.other.hole"));
test("code in prose", () => has("Like `«sorted»` does", "markup.inline.raw"));
test("documentation of a parameter", () => has("    «radius»: in metres", "variable.parameter"));
test("an address is no parameter", () => hasNot("«http»://example.com", "variable.parameter"));
test("an escaped key", () => has("«\\»requires: is prose here", "constant.character.escape"));
test("module", () => has("module: «shapes.circle»", "entity.name.namespace"));
