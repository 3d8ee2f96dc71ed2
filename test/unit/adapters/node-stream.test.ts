import { EventEmitter } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it, vi } from "vitest";
import { answerNodeStream } from "../../../src/adapters/node-stream.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";

/** A response whose buffer is full after each write, until it is said to be empty. */
function createFullResponse() {
  const written: string[] = [];
  const events = new EventEmitter();
  const outgoing = {
    headersSent: false,
    writableEnded: false,
    destroyed: false,
    writeHead: vi.fn(),
    flushHeaders: vi.fn(),
    write(bytes: Uint8Array) {
      written.push(new TextDecoder().decode(bytes));
      return false;
    },
    end: vi.fn(),
    destroy: vi.fn(),
    once: (event: string, listener: () => void) => events.once(event, listener),
  };
  return {
    outgoing,
    written,
    drain: () => events.emit("drain"),
    close() {
      outgoing.destroyed = true;
      events.emit("close");
    },
  };
}

/** A body that makes a bit whenever one is read, and says how many were made. */
function createBody(length = 10) {
  const state = { made: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(`bit ${++state.made}`));
        if (state.made === length) controller.close();
      },
      cancel() {
        state.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, response: new Response(body) };
}

it("reads no further than is written away", async () => {
  const { outgoing, written, drain } = createFullResponse();
  const { state, response } = createBody(2);
  const answered = answerNodeStream(outgoing, response);
  await settle();
  expect(outgoing.flushHeaders).toHaveBeenCalledOnce();
  expect(written).toEqual(["bit 1"]);
  expect(state.made).toBe(1);
  drain();
  await settle();
  expect(written).toEqual(["bit 1", "bit 2"]);
  expect(outgoing.end).not.toHaveBeenCalled();
  drain();
  await answered;
  expect(outgoing.end).toHaveBeenCalledOnce();
});

it("stops when nobody is there any more, however full the buffer is", async () => {
  const { outgoing, written, close } = createFullResponse();
  const { state, response } = createBody();
  const answered = answerNodeStream(outgoing, response);
  await settle();
  close();
  await answered;
  expect(state.isCancelled).toBe(true);
  expect(written).toHaveLength(1);
});

it("keeps nothing of what it has written, for streams last for days", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const { outgoing } = createFullResponse();
  let before = 0;
  let after = 0;
  let count = 0;
  const { response } = createBody(30_000);
  const write = () => {
    count += 1;
    if (count === 10_000) before = used();
    if (count === 30_000) after = used();
    return true;
  };
  await answerNodeStream({ ...outgoing, write }, response);
  // With 300 bytes of each it would be 6 MB.
  expect(after - before).toBeLessThan(2_000_000);
});

it("stops while it waits for the next bit", async () => {
  const { outgoing, close } = createFullResponse();
  let isCancelled = false;
  const body = new ReadableStream({
    cancel() {
      isCancelled = true;
    },
  });
  const answered = answerNodeStream(outgoing, new Response(body));
  await settle();
  close();
  await answered;
  expect(isCancelled).toBe(true);
});

it("breaks the connection of a stream that breaks, so that nobody takes it for whole", async () => {
  const { outgoing } = createFullResponse();
  const broken = new Error("the source broke");
  const body = new ReadableStream({
    pull(controller) {
      controller.error(broken);
    },
  });
  await expect(answerNodeStream(outgoing, new Response(body))).rejects.toBe(broken);
  expect(outgoing.destroy).toHaveBeenCalledOnce();
  expect(outgoing.end).not.toHaveBeenCalled();
});

it.each(["headersSent", "writableEnded", "destroyed"] as const)(
  "leaves a response alone of which %s is true",
  async (what) => {
    const { outgoing, written } = createFullResponse();
    const { state, response } = createBody();
    outgoing[what] = true;
    await answerNodeStream(outgoing, response);
    expect(outgoing.writeHead).not.toHaveBeenCalled();
    expect(written).toHaveLength(0);
    expect(state.isCancelled).toBe(true);
  },
);

it("answers without a body", async () => {
  const { outgoing } = createFullResponse();
  await answerNodeStream(outgoing, new Response(null, { status: 405, headers: { allow: "GET" } }));
  expect(outgoing.writeHead).toHaveBeenCalledWith(405, { allow: "GET" });
  expect(outgoing.end).toHaveBeenCalledOnce();
});
