// The server's standard error, which the client would log as errors line by line, at the levels that the lines name.
import type { LogOutputChannel } from "vscode";

const LEVEL = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL) /;

/** The level of a line of the server, and the line without it; undefined for what names no level, such as tracebacks. */
export function levelOf(line: string): { level: "debug" | "info" | "warn" | "error"; text: string } | undefined {
  const name = LEVEL.exec(line)?.[1];
  if (name === undefined) return undefined;
  const text = line.slice(name.length + 1);
  if (name === "DEBUG") return { level: "debug", text };
  if (name === "INFO") return { level: "info", text };
  return { level: name === "WARNING" ? "warn" : "error", text };
}

/**
 * The channel, but what is logged as an error and names a lower level is logged there, and every text passes `redact`:
 * with `lift.trace.server` the messages are logged, and one of them carries the keys.
 */
export function withLevels(channel: LogOutputChannel, redact: (text: string) => string): LogOutputChannel {
  const redacted = (item: unknown): unknown => (typeof item === "string" ? redact(item) : item);
  return new Proxy(channel, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        const texts = args.map(redacted);
        const named = property === "error" && typeof texts[0] === "string" ? levelOf(texts[0]) : undefined;
        if (named === undefined) return Reflect.apply(value, target, texts);
        return target[named.level](named.text, ...texts.slice(1));
      };
    },
  });
}
