import { describe, expect, it } from "vitest";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { book, createSalon, freeTimes, slotsRequest } from "./setup.ts";

describe("a delay", () => {
  it("holds the next request up on the virtual clock", async () => {
    const salon = createSalon();
    salon.fake.faults.delay(5_000, { path: "/slots" });
    let answered = false;
    const asking = freeTimes(salon, salon.short.id).then(() => {
      answered = true;
    });
    await salon.clock.advance(4_999);
    expect(answered).toBe(false);
    await salon.clock.advance(1);
    await asking;
    expect(await freeTimes(salon, salon.short.id)).toHaveLength(16);
  });
});

describe("a hanging request", () => {
  it("is answered when it is released", async () => {
    const salon = createSalon();
    const hang = salon.fake.faults.hang();
    const asking = freeTimes(salon, salon.short.id);
    await hang.reached;
    expect(salon.fake.requests[0]?.status).toBeUndefined();
    hang.release();
    expect(await asking).toHaveLength(16);
  });

  it("rejects with the reason of the signal that aborts it, and is carried out all the same", async () => {
    const salon = createSalon();
    const hang = salon.fake.faults.hang({ method: "POST" });
    const controller = new AbortController();
    const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
    const body = { eventTypeId: salon.short.id, start: "2026-12-07T10:00:00Z", attendee };
    const booking = salon.fake.fetch(`${salon.fake.baseUrl}/bookings`, {
      method: "POST",
      headers: { "cal-api-version": "2024-08-13" },
      body: JSON.stringify(body),
      signal: controller.signal,
    });
    await hang.reached;
    controller.abort(new Error("too slow"));
    await expect(booking).rejects.toThrow("too slow");
    expect(salon.fake.bookings.list()).toHaveLength(0);
    hang.release();
    await settle();
    expect(salon.fake.bookings.list()).toHaveLength(1);
  });

  it("is not even asked with a signal that was aborted before", async () => {
    const { fake } = createSalon();
    const signal = AbortSignal.abort(new Error("gone"));
    await expect(fake.fetch(`${fake.baseUrl}/me`, { signal })).rejects.toThrow("gone");
    expect(fake.requests).toEqual([]);
  });
});

describe("a broken connection", () => {
  it("hides an answer whose change was committed and told", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    salon.fake.faults.dropReply({ method: "POST" });
    await expect(book(salon, salon.short.id, "10:00")).rejects.toThrow(TypeError);
    expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
    expect(salon.received).toHaveLength(1);
    expect(salon.fake.requests[0]?.status).toBe(0);
  });
});

describe("an internal error", () => {
  it("comes before the change", async () => {
    const salon = createSalon();
    salon.fake.faults.error500Before({ method: "POST" });
    const refused = await book(salon, salon.short.id, "10:00");
    expect(refused.status).toBe(500);
    expect(await refused.json()).toEqual({ statusCode: 500, message: "Internal server error" });
    expect(salon.fake.bookings.list()).toEqual([]);
  });

  it("comes after the change", async () => {
    const salon = createSalon();
    salon.fake.faults.error500After({ method: "POST" });
    expect((await book(salon, salon.short.id, "10:00")).status).toBe(500);
    expect(salon.fake.bookings.list()).toHaveLength(1);
  });

  it("comes as often as it is asked for", async () => {
    const salon = createSalon();
    salon.fake.faults.error500Before({ times: 2 });
    const statuses: number[] = [];
    for (let asked = 0; asked < 3; asked++) {
      statuses.push((await salon.fake.fetch(slotsRequest(salon.fake.baseUrl, 1))).status);
    }
    expect(statuses).toEqual([500, 500, 200]);
  });
});

describe("a late commit", () => {
  it("happens when it is released, long after the connection broke", async () => {
    const salon = createSalon();
    const late = salon.fake.faults.commitLater({ method: "POST" });
    await expect(book(salon, salon.short.id, "10:00")).rejects.toThrow(TypeError);
    await late.reached;
    expect(await freeTimes(salon, salon.short.id)).toContain("10:00");
    late.release();
    await settle();
    expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
  });

  it("counts for the limit when the request comes in", async () => {
    const salon = createSalon();
    const late = salon.fake.faults.commitLater({ method: "POST" });
    await expect(book(salon, salon.short.id, "10:00")).rejects.toThrow(TypeError);
    const remaining = async () => {
      const { headers } = await salon.fake.fetch(slotsRequest(salon.fake.baseUrl, 1));
      return headers.get("x-ratelimit-remaining-default");
    };
    expect(await remaining()).toBe("118");
    late.release();
    await settle();
    expect(await remaining()).toBe("117");
  });

  it("happens by itself on the virtual clock, while the caller still waits", async () => {
    const salon = createSalon();
    salon.fake.faults.commitLater({ method: "POST", afterMs: 2_000, reply: "hang" });
    let answered = false;
    void book(salon, salon.short.id, "10:00").finally(() => {
      answered = true;
    });
    await salon.clock.advance(1_999);
    expect(salon.fake.bookings.list()).toHaveLength(0);
    await salon.clock.advance(1);
    expect(salon.fake.bookings.list()).toHaveLength(1);
    expect(answered).toBe(false);
  });
});
