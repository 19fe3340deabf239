// Test only. Runs the functions that the tests send, with the `vscode` API, and answers with what they return.
const fs = require("node:fs");
const http = require("node:http");
const vscode = require("vscode");

exports.activate = (context) => {
  const [secret, file] = (process.env.EDITOR_PROBE ?? "").split(":");
  if (!file) return;
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    let answer;
    try {
      if (sent.secret !== secret) throw new Error("wrong secret");
      const run = new Function("vscode", "argument", `return (${sent.source})(vscode, argument)`);
      answer = { value: (await run(vscode, sent.argument)) ?? null };
    } catch (error) {
      answer = { error: String(error?.stack ?? error) };
    }
    response.end(JSON.stringify(answer));
  });
  // A port that was chosen before would be somebody else's now and then.
  server.listen(0, "127.0.0.1", () => {
    fs.writeFileSync(`${file}.new`, String(server.address().port));
    fs.renameSync(`${file}.new`, file);
  });
  context.subscriptions.push({ dispose: () => server.close() });
};
