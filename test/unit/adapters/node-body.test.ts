import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { nodeBody } from "../../../src/adapters/node-body.ts";

/** A body of pieces, as Node hands it on. */
const incomingOf = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
  Readable.from(pieces, { objectMode: false, highWaterMark: 1 }) as IncomingMessage;

// Piece by piece, as they come from a socket.
async function* endless(counter: { given: number }) {
  for (;;) {
    await new Promise(setImmediate);
    counter.given += 1;
    yield new Uint8Array(1_000);
  }
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

it("gives every byte once, in order", async () => {
  const pieces = [Uint8Array.of(1, 2), Uint8Array.of(255), Uint8Array.of(0, 3)];
  const bytes = await new Response(nodeBody(incomingOf(pieces))).bytes();
  expect([...bytes]).toEqual([1, 2, 255, 0, 3]);
});

it("waits for nobody who listens and does not read", async () => {
  const incoming = incomingOf([Uint8Array.of(1), Uint8Array.of(2)]);
  incoming.on("readable", () => undefined);
  await turns(2);
  const bytes = await new Response(nodeBody(incoming)).bytes();
  expect([...bytes]).toEqual([1, 2]);
});

it("takes no more than is asked for", async () => {
  const counter = { given: 0 };
  const reader = nodeBody(incomingOf(endless(counter))).getReader();
  await reader.read();
  await turns(100);
  expect(counter.given).toBeLessThan(10);
});

it("throws the rest away when the reader has enough, and keeps the connection", async () => {
  const counter = { given: 0 };
  const incoming = incomingOf(endless(counter));
  const reader = nodeBody(incoming).getReader();
  await reader.read();
  await reader.cancel();
  const before = counter.given;
  await turns(100);
  expect(counter.given).toBeGreaterThan(before + 10);
  expect([incoming.destroyed, incoming.readableLength < 10_000]).toEqual([false, true]);
  incoming.destroy();
});

it("ends in an error when the connection does, with or without a reason", async () => {
  for (const reason of [undefined, new Error("reset by peer")]) {
    const incoming = incomingOf([Uint8Array.of(1)]);
    const body = nodeBody(incoming);
    incoming.destroy(reason);
    await expect(new Response(body).text()).rejects.toThrow(reason?.message ?? "connection ended");
  }
});

it("ends in an error at once when the connection has ended before", async () => {
  const incoming = incomingOf([Uint8Array.of(1)]);
  incoming.destroy();
  await turns(2);
  await expect(new Response(nodeBody(incoming)).text()).rejects.toThrow("connection ended");
});

it("hears of a connection's trouble, though nobody reads any more, so that the process lives on", async () => {
  const incoming = incomingOf(endless({ given: 0 }));
  await nodeBody(incoming).cancel();
  expect(incoming.emit("error", new Error("reset by peer"))).toBe(true);
  incoming.destroy();
});
