// The connection: one language client, restarted on request, told what is trusted and what is set.
import * as vscode from "vscode";
import {
  ErrorAction,
  type ErrorHandler,
  type Executable,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  type StaticFeature,
} from "vscode-languageclient/node";
import type { Key, Keys } from "./keys";
import type { Logs } from "./log";
import type { Launch } from "./server";
import { withLevels } from "./server_log";
import { SECTION, serverSettings } from "./settings";
import type { Status } from "./status";
import { isTrusted } from "./trust";

/** How often a server that dies is started again within three minutes. */
const RESTARTS = 5;

/** What the server says of itself (`lift/status`). */
interface ServerStatus {
  readonly health: "ok" | "warning" | "error";
  readonly quiescent: boolean;
  readonly engine: string;
  readonly sandboxTier: string;
  readonly message: string;
}

/** Asks the server for `lift/status`, which other clients do not know. */
const WANTS_STATUS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), liftStatus: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** Says what goes wrong in the log only: the extension tells the user once, with something to do about it. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** Messages that a dead server did not take are no reason to stop the one that is started in its place. */
  override createDefaultErrorHandler(maxRestartCount?: number): ErrorHandler {
    const handler = super.createDefaultErrorHandler(maxRestartCount);
    return { error: () => ({ action: ErrorAction.Continue }), closed: () => handler.closed() };
  }
}

export interface ClientParts {
  readonly logs: Logs;
  readonly status: Status;
  readonly keys: Keys;
  /** The server's settings, without the section's name. */
  readonly serverKeys: readonly string[];
  /** A folder of the extension: the server starts there, so that nothing of the workspace is imported. */
  readonly folder: string;
  readonly find: () => Promise<Launch | undefined>;
  /** Told when no server was found, or the one found did not start. */
  readonly failed: (problem: string) => void;
}

export class Client implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private found: Launch | undefined;
  private running: Promise<void> | undefined;
  private requests = 0;
  private readonly titles = new Map<string | number, string>();
  private readonly started = new vscode.EventEmitter<LanguageClient>();
  /** A server is up, for the first time or again. */
  readonly onStarted = this.started.event;

  constructor(private readonly parts: ClientParts) {}

  get launch(): Launch | undefined {
    return this.found;
  }

  get current(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Resolves when no start is under way. */
  async settled(): Promise<void> {
    await this.running;
  }

  /** Starts the server, or stops it and starts it again. Requests made meanwhile become one more restart. */
  async restart(cause: string): Promise<void> {
    this.parts.logs.client.info(`(re)start: ${cause}`);
    this.requests += 1;
    if (this.running !== undefined) {
      await this.stop(); // what is being started may be no server, and never answer
      return this.running;
    }
    this.running = this.restartUntilQuiet();
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
  }

  /** Asks the server; undefined, and the user is told, when there is none or it refuses. */
  async request<T>(method: string, params: unknown): Promise<T | undefined> {
    await this.running; // a command that is called while the server starts waits for it
    const connection = this.current;
    if (connection === undefined) {
      const chosen = await vscode.window.showWarningMessage("The Lift server is not running.", "Restart", "Show Log");
      if (chosen === "Restart") await this.restart("asked for");
      if (chosen === "Show Log") this.parts.logs.client.show();
      return undefined;
    }
    try {
      return await connection.sendRequest<T>(method, params);
    } catch (error) {
      void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** Hands a key over, or takes it back when only the origin is given. */
  async sendKey(key: Key): Promise<void> {
    await this.current?.sendNotification("lift/setKey", key);
  }

  /** Ends the server, in order where it takes part in that. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) return;
    const server = client.serverProcess;
    try {
      await client.dispose(2_000);
    } catch (error) {
      this.parts.logs.client.warn(`the server did not stop in order: ${String(error)}`);
      server?.kill("SIGKILL");
    }
  }

  dispose(): void {
    void this.stop();
    this.started.dispose();
  }

  private async restartUntilQuiet(): Promise<void> {
    for (let served = 0; served !== this.requests; ) {
      served = this.requests;
      await this.stop();
      await this.start();
    }
  }

  private async start(): Promise<void> {
    const { status, logs } = this.parts;
    status.update({ phase: "finding", trusted: isTrusted(), busy: [], problem: "", engine: "", tier: "" });
    this.found = await this.parts.find();
    if (this.found === undefined) {
      status.update({ phase: "failed", problem: "no server was found" });
      this.parts.failed("Lift could not find or install its server.");
      return;
    }
    status.update({ phase: "starting", source: this.found.source });
    await this.parts.keys.load();
    const client = this.create(this.found);
    this.client = client;
    client.registerFeature(WANTS_STATUS);
    client.onNotification("lift/status", (told: ServerStatus) => this.told(told));
    client.onDidChangeState(({ newState }) => this.changed(client, newState));
    try {
      await client.start();
    } catch (error) {
      if (client !== this.client) return; // it was stopped meanwhile
      logs.client.error(`the server did not start: ${String(error)}`);
      status.update({ phase: "failed", problem: "the server did not start" });
      this.parts.failed(`The Lift server did not start (${this.found.serve.join(" ")}).`);
    }
  }

  private changed(client: LanguageClient, state: State): void {
    if (client !== this.client) return;
    if (state === State.Running) {
      this.parts.status.update({ phase: "running", trusted: isTrusted() });
      // The state comes first and the features after it: `start` is over when both are there.
      void client.start().then(() => this.started.fire(client));
    } else if (state === State.StartFailed) {
      this.parts.status.update({ phase: "failed", problem: "the server did not start", busy: [] });
    } else if (state === State.Stopped) {
      this.parts.status.update({ phase: "stopped", busy: [] });
    }
  }

  private create(launch: Launch): LanguageClient {
    const { logs, serverKeys, folder } = this.parts;
    const [command, ...args] = launch.serve;
    // With a `transport` the client would add `--stdio` to the command line.
    const executable: Executable = { command, args, options: { cwd: folder } };
    const options: LanguageClientOptions = {
      documentSelector: [
        { language: "lift", scheme: "file" },
        { language: "lift", scheme: "untitled" },
        // Functions are inserted into modules, and their checks run when a module is saved.
        { language: "python", scheme: "file" },
      ],
      outputChannel: withLevels(logs.server, (text) => this.parts.keys.redact(text)),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      connectionOptions: { maxRestartCount: RESTARTS },
      // A function: a server that died is told what holds now.
      initializationOptions: () => ({
        trusted: isTrusted(),
        settings: serverSettings(serverKeys),
        keys: this.parts.keys.all,
      }),
      markdown: { isTrusted: false, supportHtml: false },
      middleware: {
        handleWorkDoneProgress: (token, params, next) => {
          this.progressed(token, params);
          next(token, params);
        },
        workspace: {
          configuration: (params, token, next) => {
            if (params.items.every((item) => item.section !== SECTION)) return next(params, token);
            return params.items.map((item) =>
              serverSettings(serverKeys, item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri)),
            );
          },
        },
      },
    };
    return new QuietClient("lift", "Lift", executable, options);
  }

  private told(status: ServerStatus): void {
    const problem = status.health === "ok" ? "" : status.message;
    this.parts.status.update({ engine: status.engine, tier: status.sandboxTier, problem });
  }

  private progressed(token: string | number, params: { kind: string; title?: string }): void {
    if (params.kind === "begin") this.titles.set(token, params.title ?? "working");
    if (params.kind === "end") this.titles.delete(token);
    this.parts.status.update({ busy: [...this.titles.values()] });
  }
}
