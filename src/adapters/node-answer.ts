/** What an answer needs of a response of `node:http` or `node:http2`. */
export interface NodeResponse {
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(): unknown;
  end(text: string): unknown;
}

/** Answers, unless somebody has answered already or nobody is left to read it. */
export async function answerNode(outgoing: NodeResponse, response: Response): Promise<void> {
  const { body, headers, status } = response;
  const text = body === null ? undefined : await response.text();
  if (outgoing.headersSent || outgoing.writableEnded || outgoing.destroyed) return;
  outgoing.writeHead(status, Object.fromEntries(headers));
  if (text === undefined) outgoing.end();
  else outgoing.end(text);
}
