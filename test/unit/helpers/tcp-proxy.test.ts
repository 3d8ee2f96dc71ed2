import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { startTcpProxy, type TcpProxy } from "../../helpers/tcp-proxy.ts";

describe("a TCP proxy in front of a server that says everything back", () => {
  const clock = createVirtualClock();
  const heard: string[] = [];
  const inside: Socket[] = [];
  const outside: Socket[] = [];
  let server: Server;
  let proxy: TcpProxy;

  beforeEach(async () => {
    heard.length = 0;
    server = createServer((socket) => {
      inside.push(socket);
      socket.on("error", () => undefined);
      socket.on("data", (bytes: Buffer) => {
        heard.push(bytes.toString());
        socket.write(bytes);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    proxy = await startTcpProxy((server.address() as AddressInfo).port, clock);
  });
  afterEach(async () => {
    for (const socket of [...outside.splice(0), ...inside.splice(0)]) socket.destroy();
    await proxy.close();
    server.close();
  });

  const dial = async () => {
    const socket = connect(proxy.port, "127.0.0.1");
    outside.push(socket);
    const seen = { socket, text: "", isClosed: false };
    socket.on("data", (bytes: Buffer) => {
      seen.text += bytes.toString();
    });
    socket.on("error", () => undefined);
    socket.once("close", () => {
      seen.isClosed = true;
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return seen;
  };
  const saying = async (text: string) => {
    const seen = await dial();
    seen.socket.write(text);
    return seen;
  };
  const echoes = (seen: { readonly text: string }, text: string) =>
    expect.poll(() => seen.text).toBe(text);

  it("passes everything on", async () => {
    const seen = await saying("hello");
    await echoes(seen, "hello");
    expect(proxy.connections).toBe(1);
  });

  it("refuses, and goes on with who is there", async () => {
    const seen = await saying("before");
    await echoes(seen, "before");
    await proxy.refuse();
    await expect(dial()).rejects.toThrow("ECONNREFUSED");
    seen.socket.write(", after");
    await echoes(seen, "before, after");
    await proxy.admit();
    await echoes(await saying("again"), "again");
  });

  it("cuts connections, and lets new ones in", async () => {
    const seen = await saying("hello");
    await echoes(seen, "hello");
    proxy.cut();
    await expect.poll(() => seen.isClosed).toBe(true);
    expect(proxy.connections).toBe(0);
    await echoes(await saying("again"), "again");
  });

  it("loses requests: the server hears nothing until the line is back", async () => {
    proxy.hold("requests");
    const seen = await saying("hello");
    await echoes(await dial(), "");
    expect(heard).toEqual([]);
    proxy.release();
    await echoes(seen, "hello");
  });

  it("loses replies: the server does what it is told, and nobody hears of it", async () => {
    proxy.hold("replies");
    const seen = await saying("hello");
    await expect.poll(() => heard).toEqual(["hello"]);
    expect(seen.text).toBe("");
    await proxy.heal();
    await echoes(seen, "hello");
  });

  it("is a black hole, in which a cut takes what was under way", async () => {
    const seen = await saying("one");
    await echoes(seen, "one");
    proxy.hold("requests", "replies");
    seen.socket.write("two");
    proxy.cut();
    await expect.poll(() => seen.isClosed).toBe(true);
    await proxy.heal();
    expect(heard).toEqual(["one"]);
  });

  it("does not let the end of a connection through what is held", async () => {
    const seen = await saying("hello");
    await echoes(seen, "hello");
    proxy.hold("replies");
    inside[0]?.destroy();
    seen.socket.write("more");
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.isClosed).toBe(false);
    proxy.release();
    await expect.poll(() => seen.isClosed).toBe(true);
  });

  it("holds one connection, and no other", async () => {
    const first = await saying("one");
    await echoes(first, "one");
    const second = await saying("two");
    await echoes(second, "two");
    proxy.holdOne(1, "replies");
    second.socket.write(" more");
    first.socket.write(" more");
    await echoes(first, "one more");
    await expect.poll(() => heard.length).toBe(4);
    expect(second.text).toBe("two");
    proxy.release();
    await echoes(second, "two more");
  });

  it("delays, and keeps the order", async () => {
    proxy.delay(50);
    const seen = await saying("slow");
    await clock.advance(49);
    expect(heard).toEqual([]);
    const arrives = async (text: string) =>
      expect
        .poll(async () => {
          await clock.advance(50);
          return seen.text;
        })
        .toBe(text);
    await arrives("slow");
    proxy.delay(0);
    seen.socket.write(" fast");
    await arrives("slow fast");
  });

  it("cuts in the middle of a reply, once", async () => {
    proxy.cutReplyAfter(3);
    const seen = await saying("hello");
    await expect.poll(() => seen.isClosed).toBe(true);
    expect(seen.text).toBe("hel");
    await echoes(await saying("hello"), "hello");
  });
});
