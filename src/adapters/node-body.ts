import type { Readable } from "node:stream";

/**
 * The unread body of a request, as a stream of the platform-neutral kind. `Readable.toWeb` would
 * break the connection when the reader stops, and with it the answer that says why.
 */
export function nodeBody(incoming: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  let detach: () => void = () => undefined;
  return new ReadableStream({
    start(controller) {
      const onData = (chunk: Buffer | string) => {
        controller.enqueue(bytesOf(chunk, incoming));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      };
      const readAll = () => {
        while (incoming.read() !== null);
      };
      const onEnd = () => {
        detach();
        controller.close();
      };
      const onBroken = (error?: Error) => {
        detach();
        controller.error(error ?? new Error("The connection ended before the body did."));
      };
      detach = () => {
        incoming.off("data", onData).off("end", onEnd).off("close", onBroken);
      };
      if (incoming.destroyed) return onBroken();
      // It stays: an error nobody listens for would end the process.
      incoming.on("error", onBroken);
      incoming.on("end", onEnd).on("close", onBroken).on("data", onData);
      // While anybody listens for it, nothing flows, and that one may never read.
      if (incoming.listenerCount("readable") > 0) {
        incoming.on("readable", readAll);
        readAll();
      }
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      detach();
      // The rest is thrown away: a sender that is still sending reads no answer.
      incoming.resume();
    },
  });
}

function bytesOf(chunk: Buffer | string, { readableEncoding }: Readable) {
  const bytes = typeof chunk === "string" ? Buffer.from(chunk, readableEncoding ?? "utf8") : chunk;
  return bytes as Uint8Array as Uint8Array<ArrayBuffer>;
}
