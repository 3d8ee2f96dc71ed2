import type { ServerResponse } from "node:http";

/** Answers, unless somebody has answered already or nobody is left to read it. */
export async function answerNode(outgoing: ServerResponse, response: Response): Promise<void> {
  const { body, headers, status } = response;
  const text = body === null ? undefined : await response.text();
  if (outgoing.headersSent || outgoing.writableEnded || outgoing.destroyed) return;
  outgoing.writeHead(status, Object.fromEntries(headers));
  outgoing.end(text);
}
