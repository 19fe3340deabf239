// One status item: what the server is doing. Click opens its log.
import * as vscode from "vscode";

export interface State {
  readonly phase: "finding" | "starting" | "running" | "failed" | "stopped";
  readonly trusted: boolean;
  /** How the server was found. */
  readonly source: string;
  /** What the server says of itself: engine, sandbox tier, problems. */
  readonly engine: string;
  readonly tier: string;
  readonly problem: string;
  /** Titles of what is being done. */
  readonly busy: readonly string[];
}

export const INITIAL: State = {
  phase: "finding",
  trusted: false,
  source: "",
  engine: "",
  tier: "",
  problem: "",
  busy: [],
};

export interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly severity: "information" | "warning" | "error";
  readonly busy: boolean;
}

/** What the item shows. */
export function present(state: State): Shown {
  if (state.phase === "failed") return { text: "Lift: not running", detail: state.problem, severity: "error", busy: false };
  if (state.phase === "stopped") return { text: "Lift: stopped", detail: "", severity: "warning", busy: false };
  if (state.phase !== "running") return { text: "Lift: starting", detail: "", severity: "information", busy: true };
  const facts = [state.engine, state.tier && `sandbox: ${state.tier}`, state.source && `server: ${state.source}`];
  const detail = facts.filter(Boolean).join(" · ");
  const working = state.busy.at(-1);
  const busy = working !== undefined;
  if (!state.trusted) {
    return { text: "Lift: restricted", detail: "nothing is generated in an untrusted workspace", severity: "warning", busy };
  }
  if (state.problem) return { text: "Lift", detail: `${state.problem} · ${detail}`, severity: "warning", busy };
  return { text: working === undefined ? "Lift" : `Lift: ${working}`, detail, severity: "information", busy };
}

const SEVERITY = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("lift.status", { language: "lift" });
  private state = INITIAL;

  constructor() {
    this.item.name = "Lift";
    this.item.command = { command: "lift.showServerLogs", title: "Show Log" };
    this.update({});
  }

  get current(): State {
    return this.state;
  }

  update(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    const shown = present(this.state);
    this.item.text = shown.text;
    this.item.detail = shown.detail;
    this.item.severity = SEVERITY[shown.severity];
    this.item.busy = shown.busy;
  }

  dispose(): void {
    this.item.dispose();
  }
}
