// A stand-in for the module `vscode`, as far as the units under test touch it when they are loaded.
export enum LanguageStatusSeverity {
  Information = 0,
  Warning = 1,
  Error = 2,
}

interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** What `workspace.getConfiguration` finds, by key. */
export const configured = new Map<string, Inspected>();

export const workspace = {
  getConfiguration: () => ({
    inspect: (key: string) => configured.get(key),
    get: (key: string, fallback?: unknown) => {
      const found = configured.get(key);
      return found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue ?? fallback;
    },
  }),
};
