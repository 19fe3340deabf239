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

/** The channel, but what is logged as an error and names a lower level is logged there. */
export function withLevels(channel: LogOutputChannel): LogOutputChannel {
  return new Proxy(channel, {
    get: (target, property) => {
      if (property !== "error") {
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      }
      return (error: string | Error, ...rest: unknown[]) => {
        const named = typeof error === "string" ? levelOf(error) : undefined;
        if (named === undefined) target.error(error, ...rest);
        else target[named.level](named.text, ...rest);
      };
    },
  });
}
