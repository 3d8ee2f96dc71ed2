import type { NodeResponse } from "./node-answer.ts";

/** What a stream needs of a response of `node:http` or `node:http2`, as middlewares may have changed it. */
export interface NodeStreamResponse extends NodeResponse {
  write(bytes: Uint8Array): boolean;
  once(event: "close" | "drain", listener: () => void): unknown;
  destroy(error?: Error): unknown;
  /** Missing in the types of `node:http2`. */
  readonly flushHeaders?: () => unknown;
  /** Of middlewares that compress, and gather what is written until there is enough of it. */
  readonly flush?: () => unknown;
}

/**
 * Answers bit by bit, as fast as it is read, until the stream ends or nobody reads any more. A stream
 * that breaks breaks the connection, so that nobody takes the beginning for all of it.
 *
 * @returns when nothing more is written
 */
export async function answerNodeStream(
  outgoing: NodeStreamResponse,
  { body, headers, status }: Response,
): Promise<void> {
  if (outgoing.headersSent || outgoing.writableEnded || outgoing.destroyed) {
    await body?.cancel();
    return;
  }
  const reader = body?.getReader();
  let goOn = () => {};
  const gone = new Promise<void>((resolve) => outgoing.once("close", resolve));
  // A read that is waiting for the next bit settles with it; what breaks the stream is thrown there.
  void gone.then(() => reader?.cancel()).catch(() => undefined);
  void gone.then(() => goOn());
  outgoing.writeHead(status, Object.fromEntries(headers));
  outgoing.flushHeaders?.();
  try {
    for (let bit = await reader?.read(); bit && !bit.done; bit = await reader?.read()) {
      if (outgoing.destroyed) return;
      const hasRoom = outgoing.write(bit.value);
      outgoing.flush?.();
      if (hasRoom) continue;
      // Not by `Promise.race`: `gone` would keep something of each bit until the connection ends.
      await new Promise<void>((resolve) => {
        goOn = resolve;
        outgoing.once("drain", resolve);
      });
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy();
    throw error;
  }
}
