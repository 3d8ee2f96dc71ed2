import { describe, expect, it, vi } from "vitest";
import { createWebhookHandler } from "../../../src/webhooks/index.ts";
import { CREATED, handling, posted, told } from "./handler-setup.ts";

const FAILURE = new Error("The mailer is down.");
const failing = () => {
  throw FAILURE;
};

describe("a refused delivery", () => {
  const huge = { ...CREATED, padding: "x".repeat(2_000) };
  const small = { webhooks: { maxBodyBytes: 1_000 } };
  const readBefore = async () => {
    const request = await posted();
    await request.text();
    return request;
  };
  const brokenOff = async () => {
    const { headers } = await posted();
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    const init = { method: "POST", headers, body, duplex: "half" };
    return new Request("https://app.example/hook", init);
  };

  it.each([
    [401, "webhook_signature", () => posted(CREATED, "forged"), {}],
    [413, "webhook_too_large", () => posted(huge), small],
    [400, "webhook_unreadable", brokenOff, {}],
    [500, "webhook_payload", readBefore, {}],
    [500, "configuration", () => posted(), { webhookSecret: [] }],
  ])("is answered %i, with the reason: %s", async (status, code, request, extra) => {
    const onError = vi.fn();
    const onAny = vi.fn();
    const { answer, warn } = await handling({ onError, onAny }, extra);
    const answered = await told(answer(await request()));
    expect(answered).toMatchObject({ status, error: code, message: expect.any(String) });
    expect(answered.headers.get("content-type")).toContain("application/json");
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ code }), undefined]]);
    expect(onAny).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  it("is told to the log where nobody else listens", async () => {
    const { answer, warn } = await handling();
    expect((await answer(await posted(CREATED, "forged"))).status).toBe(401);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "A webhook was refused.",
      expect.objectContaining({ code: "webhook_signature" }),
    );
  });

  it("for reasons of the application's own says none of them to the sender", async () => {
    const receiveWebhook = () => Promise.reject(new Error("password of the database"));
    const onError = vi.fn();
    const answer = createWebhookHandler({ receiveWebhook }, { onError });
    const answered = await told(answer(await posted()));
    expect(answered).toMatchObject({ status: 500, error: "internal" });
    expect(JSON.stringify(answered)).not.toContain("password");
    expect(onError).toHaveBeenCalledOnce();
  });
});

describe("a handler that throws", () => {
  it.each([
    ["at once", failing],
    ["later", () => Promise.reject(FAILURE)],
  ])("%s is told, answered 500, and called again when the event comes again", async (_w, first) => {
    const onBookingCreated = vi.fn<() => void | Promise<void>>().mockImplementationOnce(first);
    const onError = vi.fn();
    const { answer } = await handling({ onBookingCreated, onError });
    const answered = await told(answer(await posted()));
    expect(answered).toMatchObject({ status: 500, error: "handler_failed" });
    expect(JSON.stringify(answered)).not.toContain("mailer");
    expect(onError.mock.calls).toEqual([[FAILURE, CREATED]]);
    expect((await answer(await posted())).status).toBe(204);
    expect((await answer(await posted())).status).toBe(204);
    expect(onBookingCreated).toHaveBeenCalledTimes(2);
    expect(onError).toHaveBeenCalledOnce();
  });

  it("does not keep the event from the other", async () => {
    const onAny = vi.fn();
    const onError = vi.fn();
    const { answer } = await handling({ onBookingCreated: failing, onAny, onError });
    await answer(await posted());
    expect(onAny).toHaveBeenCalledOnce();
    expect(onError).toHaveBeenCalledOnce();
  });

  it("is told to the log where nobody else listens", async () => {
    const { answer, warn } = await handling({ onAny: failing });
    expect((await answer(await posted())).status).toBe(500);
    expect(warn).toHaveBeenCalledExactlyOnceWith("A webhook's handler has failed.", FAILURE);
  });
});

describe("`onError` that throws", () => {
  const second = new Error("The log is full.");

  it.each([
    ["a refused delivery", 401, () => posted(CREATED, "forged")],
    ["a handler", 500, () => posted()],
  ])("takes nothing down after %s", async (_what, status, request) => {
    const onError = async () => Promise.reject(second);
    const { answer, warn } = await handling({ onAny: failing, onError });
    expect((await answer(await request())).status).toBe(status);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining("So has `onError`"),
      expect.objectContaining({ second }),
    );
  });

  it("does so with a log that throws as well", async () => {
    const logger = { warn: failing };
    const onError = failing;
    const { answer } = await handling({ onAny: failing, onError }, { logger });
    expect((await answer(await posted())).status).toBe(500);
  });
});
