// Bundles the extension into dist/, with the IR's JSON schema and the licence beside it. `--production`: minified.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";

const production = process.argv.includes("--production");

process.chdir(new URL("..", import.meta.url).pathname);
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist", { recursive: true });
mkdirSync("build", { recursive: true });
await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "none",
  logLevel: "warning",
});
copyFileSync("../ir_schema/lift-ir.schema.json", "dist/lift-ir.schema.json");
copyFileSync("../LICENSE", "LICENSE");
