// An OpenAI-compatible server on loopback that knows one function and wants one key.
import { createServer } from "node:http";

const DRAFT = {
  think: "One whole number in, its factorial out.",
  name: "factorial",
  params: [{ n: "n", t: "int", d: "the number" }],
  ret: "int",
  eff: [],
  req: [],
  ens: ["result >= 1"],
  rai: [{ e: "ValueError", w: "n < 0" }],
  args: ["0", "1", "5", "-1"],
  holes: [],
};
const CODE = `def factorial(n: int) -> int:
    if n < 0:
        raise ValueError("there is none")
    return 1 if n < 2 else n * factorial(n - 1)
`;

/**
 * Starts it. `asked`: the headers of every request, in order. While `holds` is set, requests for drafts and functions
 * are not answered; `held` counts them, and `hungUp` those whose client has gone.
 */
export async function startModel(key) {
  const model = { asked: [], holds: false, held: 0, hungUp: 0 };
  const server = createServer(async (request, response) => {
    model.asked.push(request.headers);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = (status, body) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${key}`) return answer(401, { error: { message: "no such key" } });
    if (request.url === "/v1/models") return answer(200, { object: "list", data: [{ id: "scripted", max_model_len: 8192 }] });
    if (request.url !== "/v1/chat/completions") return answer(404, { error: { message: "Not Found" } });
    const asked = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const wanted = asked.response_format?.json_schema?.schema.properties ?? {};
    if (model.holds && !("word" in wanted)) {
      model.held += 1;
      response.on("close", () => (model.hungUp += 1));
      return;
    }
    const text = "word" in wanted ? JSON.stringify({ word: wanted.word.enum[0] })
      : "think" in wanted ? JSON.stringify(DRAFT)
      : "function" in wanted ? JSON.stringify({ function: CODE })
      : "Sure!";
    const choices = Array.from({ length: asked.n ?? 1 }, (_, index) => ({ index, finish_reason: "stop", message: { content: text } }));
    answer(200, { choices, usage: { prompt_tokens: 10, completion_tokens: 10 } });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  model.address = `http://127.0.0.1:${server.address().port}`;
  model.stop = () => (server.closeAllConnections(), server.close());
  return model;
}
