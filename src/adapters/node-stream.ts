import type { ServerResponse } from "node:http";

/** Answers bit by bit, as fast as it is read, until nobody reads any more. */
export async function answerNodeStream(
  outgoing: ServerResponse,
  response: Response,
): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  const reader = response.body?.getReader();
  outgoing.once("close", () => void reader?.cancel());
  for (;;) {
    const bit = await reader?.read();
    if (bit === undefined || bit.done) break;
    if (!outgoing.write(bit.value)) await new Promise((resolve) => outgoing.once("drain", resolve));
  }
  outgoing.end();
}
