import fc from "fast-check";
import { expect, it } from "vitest";
import { createEventReader, type StreamEvent } from "../../../src/browser/event-stream.ts";

/** Line by line, from the whole text at once. */
function readWhole(text: string): StreamEvent[] {
  const events: StreamEvent[] = [];
  let block: string[] = [];
  for (const line of text
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .split("\n")
    .slice(0, -1)) {
    if (line !== "") {
      block.push(line);
      continue;
    }
    const last = (field: string) => {
      const lines = block.filter((one) => one === field || one.startsWith(`${field}:`));
      return lines.map((one) => one.slice(field.length + 1).replace(/^ /, "")).at(-1);
    };
    if (last("data") !== undefined)
      events.push({ name: last("event") || "message", id: last("id") });
    block = [];
  }
  return events;
}

const field = fc.constantFrom(
  "event: version",
  "event:beat",
  "id: v1",
  "id:é✓",
  "data: {}",
  "data",
);
const noise = fc.constantFrom(": a comment", ":", "retry: 2000", "events: x", "event", " data: {}");
const line = fc.oneof({ weight: 3, arbitrary: field }, noise, fc.constant(""));
const end = fc.constantFrom("\n", "\r\n", "\r");
const text = fc.array(fc.tuple(line, end), { maxLength: 30 }).map((lines) => lines.flat().join(""));

/** Cuts bytes into pieces of these sizes, and the rest. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    pieces.push(bytes.slice(from, from + size));
    from += size;
  }
  return pieces;
}

it("reads the same events however a stream is cut, whatever ends its lines", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 200 });
  fc.assert(
    fc.property(text, sizes, fc.boolean(), (whole, cuts, hasMark) => {
      const read = createEventReader();
      const decoder = new TextDecoder();
      const bytes = new TextEncoder().encode(hasMark ? `\uFEFF${whole}` : whole);
      const events = cut(bytes, cuts).flatMap((piece) =>
        read(decoder.decode(piece, { stream: true })),
      );
      expect(events).toEqual(readWhole(whole));
    }),
    { numRuns: 500 },
  );
});

it("keeps nothing of an event for the next", () => {
  const read = createEventReader();
  expect(read("id: v1\nevent: version\ndata: {}\n\nevent: beat\ndata: {}\n\n")).toEqual([
    { name: "version", id: "v1" },
    { name: "beat", id: undefined },
  ]);
});

it("tells no event that has no data", () => {
  expect(createEventReader()("event: version\nid: v1\n\n")).toEqual([]);
});

it("takes no name that has a zero byte in it", () => {
  const read = createEventReader();
  expect(read("id: v1\nid: v\0\ndata: {}\n\n")).toEqual([{ name: "message", id: "v1" }]);
});

it("refuses a line that does not end", () => {
  const read = createEventReader();
  const feed = () => {
    for (let piece = 0; piece < 100; piece++) read("x".repeat(100));
  };
  expect(feed).toThrow(new RangeError("A line of the stream does not end."));
});
