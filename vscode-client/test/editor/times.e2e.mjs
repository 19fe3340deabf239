// Times in the real editor, seen from the extension host: printed, and nothing is asserted of them.
import { after, before, test } from "node:test";
import { startWorkbench, story, until } from "./workbench.mjs";

const RUNS = 7;
const READY = "LIFT105";

const spec = (name) => `spec ${name}(n: int) -> int
    The factorial of a number.

    raises: ValueError when n < 0
    effect: none
    example: ${name}(5) == 120
`;

let bench;
before(async () => {
  const names = Array.from({ length: RUNS }, (_, index) => `fact_${index}`);
  const files = Object.fromEntries(names.map((name) => [`${name}.lift`, spec(name)]));
  bench = await startWorkbench({ name: "times", files });
});
after(() => bench?.stop());
const step = story(test, () => bench);

const figures = (times) => {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  return `p50 ${sorted[Math.floor((sorted.length - 1) / 2)]} ms (${sorted.at(0)} to ${sorted.at(-1)}, ${sorted.length} times)`;
};

/** Milliseconds in the extension host from `act` to a finding with the code (null: any) in the file. */
function timed(name, act, code) {
  return bench.host(
    async (vscode, { file, act, code, limit }) => {
      const uri = vscode.Uri.file(file);
      const isThere = () => vscode.languages.getDiagnostics(uri).some((item) => code === null || (item.code?.value ?? item.code) === code);
      let listener;
      const found = new Promise((resolve) => {
        listener = vscode.languages.onDidChangeDiagnostics(() => isThere() && resolve(true));
        setTimeout(() => resolve(false), limit);
      });
      const started = performance.now();
      await new Function("vscode", "uri", `return (${act})(vscode, uri)`)(vscode, uri);
      const isFound = await found;
      listener.dispose();
      if (!isFound) throw new Error(`${file}: no finding ${code ?? ""}`);
      return performance.now() - started;
    },
    { file: bench.file(name), act: act.toString(), code, limit: 60_000 },
  );
}

const open = async (vscode, uri) => void (await vscode.window.showTextDocument(uri));
const save = async (vscode, uri) => {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const line = document.lineAt(4).range;
  await editor.edit((edit) => edit.replace(line, "    effects: none"));
  await document.save();
};

step("open to first finding, save to function offered, quick fix to file on disk", async () => {
  const times = { open: [], save: [], insert: [] };
  for (let index = 0; index < RUNS; index += 1) {
    const name = `fact_${index}`;
    times.open.push(await timed(`${name}.lift`, open, null));
    times.save.push(await timed(`${name}.lift`, save, READY));
    await bench.cursor(0, 5);
    await bench.quickFixes(`Insert \`${name}\` into ${name}.py`);
    const started = performance.now();
    await bench.choose(`Insert \`${name}\` into ${name}.py`);
    await until("the module is on disk", () => bench.read(`${name}.py`)?.includes(`def ${name}`), undefined, 5);
    times.insert.push(performance.now() - started);
  }
  const [first, ...later] = times.open;
  console.log(`open to first finding, with the server's start: ${first.toFixed(0)} ms`);
  console.log(`open to first finding: ${figures(later)}`);
  console.log(`save to function offered, embedded engine: ${figures(times.save)}`);
  console.log(`quick fix to file on disk: ${figures(times.insert)}`);
});
