// Bundles the unit and grammar tests, with a stand-in for `vscode`, and runs them in Node.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";

process.chdir(new URL("..", import.meta.url).pathname);
const out = "build/unit";
const tests = ["test/unit", "test/grammar"].flatMap((folder) =>
  readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`),
);
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: tests,
  outdir: out,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  alias: { vscode: "./test/unit/vscode.ts" },
  external: ["vscode-oniguruma", "vscode-textmate"],
  sourcemap: "inline",
  // The stand-in has what the tests touch, not the whole API.
  logOverride: { "import-is-undefined": "silent" },
  logLevel: "warning",
});
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=dot", out], { stdio: "inherit" });
process.exit(run.status ?? 1);
