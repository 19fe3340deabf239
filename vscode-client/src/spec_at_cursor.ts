// Which spec the user means.
import * as vscode from "vscode";

/** The spec around the cursor as the server names it; null when there is none, which means the whole document. */
export async function specAtCursor(editor: vscode.TextEditor): Promise<string | null> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    editor.document.uri,
  );
  const header = symbols?.find((symbol) => symbol.range.contains(editor.selection.active));
  const line = header === undefined ? "" : editor.document.lineAt(header.selectionRange.start.line).text;
  // A spec without a header has no name: the server knows it by its place only.
  return header !== undefined && /^spec\s/.test(line) ? header.name : null;
}
