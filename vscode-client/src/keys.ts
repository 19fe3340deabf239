// Keys of model servers: kept by VS Code's SecretStorage, handed to the Lift server, never written to settings or logs.
import * as vscode from "vscode";
import { SECTION } from "./settings";

const ORIGINS = "lift.keyOrigins";
const PREFIX = "lift.key:";
/** A shorter one is a stand-in, such as `none`, for servers that want no key. */
const SHORTEST_SECRET = 8;

/** A key as the server takes it (`lift/setKey`): a bearer token, or the pair of Modal's proxy. */
export interface Key {
  readonly origin: string;
  readonly apiKey?: string;
  readonly modalKey?: string;
  readonly modalSecret?: string;
}

/** The origin (scheme, host, port) that a key is for; undefined when the text is no address a key may be sent to. */
export function originOf(text: string, allowHttp = false): string | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  // Over plain http a key could be read on the way.
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && (isLocal || allowHttp));
  return isAllowed ? url.origin : undefined;
}

export class Keys {
  /** What the store holds, in memory: a server that starts is told at once. */
  private known = new Map<string, Key>();

  constructor(private readonly context: vscode.ExtensionContext) {}

  get all(): Key[] {
    return [...this.known.values()];
  }

  /** The text without the keys, also where they stand in JSON. */
  redact(text: string): string {
    const secrets = this.all.flatMap(({ apiKey, modalKey, modalSecret }) => [apiKey, modalKey, modalSecret]);
    const known = secrets.filter((item) => item !== undefined && item.length >= SHORTEST_SECRET);
    return known.reduce<string>((rest, item) => rest.replaceAll(String(item), "***").replaceAll(quoted(String(item)), "***"), text);
  }

  /** Reads the store. */
  async load(): Promise<void> {
    this.known = new Map();
    for (const origin of this.context.globalState.get<string[]>(ORIGINS, [])) {
      const text = await this.context.secrets.get(PREFIX + origin);
      if (text !== undefined) this.known.set(origin, { ...(JSON.parse(text) as Omit<Key, "origin">), origin });
    }
  }

  /** Asks for a key, keeps it and gives it back; undefined when the user changed their mind. */
  async ask(): Promise<Key | undefined> {
    const allowHttp = vscode.workspace.getConfiguration(SECTION).get("allowHttp", false);
    const address = await vscode.window.showInputBox({
      title: "Lift: the server that the key is for",
      prompt: "Its address, for example https://models.example.com",
      ignoreFocusOut: true,
      validateInput: (text) => (originOf(text, allowHttp) === undefined ? wanted(allowHttp) : undefined),
    });
    const origin = address === undefined ? undefined : originOf(address, allowHttp);
    if (origin === undefined) return undefined;
    const modal = "Modal proxy token (key and secret)";
    const kind = await vscode.window.showQuickPick(["API key", modal], { title: `Lift: what ${origin} asks for` });
    if (kind === undefined) return undefined;
    const first = await secret(kind === modal ? `Lift: the token's key for ${origin}` : `Lift: the API key for ${origin}`);
    if (first === undefined) return undefined;
    const second = kind === modal ? await secret(`Lift: the token's secret for ${origin}`) : "";
    if (second === undefined) return undefined;
    const key = kind === modal ? { modalKey: first, modalSecret: second } : { apiKey: first };
    await this.context.secrets.store(PREFIX + origin, JSON.stringify(key));
    this.known.set(origin, { ...key, origin });
    await this.remember();
    return { ...key, origin };
  }

  /** Asks which key to forget, forgets it and gives its origin back. */
  async forget(): Promise<string | undefined> {
    if (this.known.size === 0) {
      await vscode.window.showInformationMessage("Lift keeps no key.");
      return undefined;
    }
    const origin = await vscode.window.showQuickPick([...this.known.keys()], { title: "Lift: forget the key for" });
    if (origin === undefined) return undefined;
    await this.context.secrets.delete(PREFIX + origin);
    this.known.delete(origin);
    await this.remember();
    return origin;
  }

  private async remember(): Promise<void> {
    await this.context.globalState.update(ORIGINS, [...this.known.keys()]);
  }
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function wanted(allowHttp: boolean): string {
  return allowHttp ? "An http or https address" : "An https address, or http on this machine (elsewhere: lift.allowHttp)";
}

async function secret(title: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: "It is kept in the system's secret store and sent to this address only.",
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? "It is not empty" : undefined),
  });
  return text?.trim();
}
