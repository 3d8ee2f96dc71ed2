import express from "express";
import { beforeEach, describe, expect, it } from "vitest";
import { createWebhookMiddleware } from "../../src/adapters/express.ts";
import { CalcomClient } from "../../src/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { delivery } from "../conformance/deliveries.ts";
import { headOf, listen, openLine } from "../helpers/http-app.ts";

const BODY = delivery(1).bodyUtf8;
const SECRET = "whsec-user";

describe("signatures as they come over the wire", () => {
  let heard: string[];
  let good: string;
  let bad: string;
  beforeEach(async () => {
    heard = [];
    good = await signBody(BODY, SECRET);
    bad = await signBody(BODY, "another secret");
  });

  async function statusFor(headers: readonly string[], body: string | Uint8Array = BODY) {
    const calcom = new CalcomClient({ webhookSecret: SECRET });
    calcom.on("invalidated", () => heard.push("invalidated"));
    const { port } = await listen(express().post("/hook", createWebhookMiddleware(calcom)));
    const line = await openLine(port);
    const length = Buffer.byteLength(body);
    await line.send(headOf(`content-length: ${length}`, ...headers));
    await line.send(body);
    return line.status();
  }

  it.each([
    ["as Cal.com writes it", (signature: string) => [`X-Cal-Signature-256: ${signature}`]],
    ["under an upper-case name", (signature: string) => [`X-CAL-SIGNATURE-256: ${signature}`]],
    ["under a lower-case name", (signature: string) => [`x-cal-signature-256: ${signature}`]],
    ["in upper case", (signature: string) => [`x-cal-signature-256: ${signature.toUpperCase()}`]],
    ["between spaces", (signature: string) => [`x-cal-signature-256:   ${signature}  `]],
  ])("takes a signature %s", async (_how, headers) => {
    expect(await statusFor(headers(good))).toBe(204);
    expect(heard).toEqual(["invalidated"]);
  });

  it.each([
    ["none", () => []],
    ["an empty one", () => ["x-cal-signature-256:"]],
    ["another subscription's", () => [`x-cal-signature-256: ${bad}`]],
    ["the one of an unsigned delivery", () => ["x-cal-signature-256: no-secret-provided"]],
    ["one that is too short", () => [`x-cal-signature-256: ${good.slice(0, 63)}`]],
    ["one that is too long", () => [`x-cal-signature-256: ${good}0`]],
    ["one of a megabyte's kind", () => [`x-cal-signature-256: ${good.repeat(200)}`]],
    ["one that is no hexadecimal", () => [`x-cal-signature-256: ${"zz".repeat(32)}`]],
    ["one outside ASCII", () => [`x-cal-signature-256: ${"\u00e9".repeat(64)}`]],
    ["the same twice", () => Array(2).fill(`x-cal-signature-256: ${good}`)],
    ["a wrong and a right one", () => [bad, good].map((one) => `x-cal-signature-256: ${one}`)],
    ["a right and a wrong one", () => [good, bad].map((one) => `X-Cal-Signature-256: ${one}`)],
    ["one in another scheme's form", () => [`x-cal-signature-256: sha256=${good}`]],
  ])("refuses %s, and changes nothing", async (_what, headers) => {
    expect(await statusFor(headers())).toBe(401);
    expect(heard).toEqual([]);
  });

  it("refuses a body of which one byte is another", async () => {
    const bytes = Buffer.from(BODY);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    expect(await statusFor([`x-cal-signature-256: ${good}`], bytes)).toBe(401);
  });

  it("takes bytes that are no UTF-8 when they are what was signed", async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x80, 0x7d]);
    const signature = await signBody(bytes, SECRET);
    expect(await statusFor([`x-cal-signature-256: ${signature}`], bytes)).toBe(204);
    expect(heard).toEqual(["invalidated"]);
  });

  it("takes an empty body when it is what was signed, and refuses it otherwise", async () => {
    const signature = await signBody("", SECRET);
    expect(await statusFor([`x-cal-signature-256: ${signature}`], "")).toBe(204);
    expect(await statusFor([`x-cal-signature-256: ${good}`], "")).toBe(401);
  });
});
