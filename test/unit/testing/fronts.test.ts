import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { calcomHandlers } from "../../../src/testing/msw.ts";
import { startFakeCalcomServer } from "../../../src/testing/server.ts";
import { at, bookRequest, createSalon, slotsRequest, timesIn } from "./setup.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const fronts = {
  "the HTTP server": async (salon: ReturnType<typeof createSalon>) => {
    const server = await startFakeCalcomServer(salon.fake);
    cleanups.push(() => server.close());
    return server.url;
  },
  "Mock Service Worker": async (salon: ReturnType<typeof createSalon>) => {
    const server = setupServer(...calcomHandlers(salon.fake));
    server.listen({ onUnhandledRequest: "error" });
    cleanups.push(() => server.close());
    return salon.fake.baseUrl;
  },
};

for (const [name, open] of Object.entries(fronts)) {
  describe(name, () => {
    it("answers from the same state as the booking page", async () => {
      const salon = createSalon();
      const url = await open(salon);
      await salon.fake.bookings.book({ eventTypeId: salon.long.id, start: at("10:00") });
      const first = await fetch(slotsRequest(url, salon.short.id));
      expect(first.headers.get("x-ratelimit-remaining-default")).toBe("119");
      const times = await timesIn(first);
      expect(times).not.toContain("10:30");
      const made = await fetch(bookRequest(url, salon.short.id, at("11:00")));
      expect(made.status).toBe(201);
      expect(salon.fake.bookings.list()).toHaveLength(2);
    });

    it("passes refusals and empty answers on", async () => {
      const salon = createSalon();
      const url = await open(salon);
      expect((await fetch(`${url}/me`)).status).toBe(401);
      const etag = (await fetch(slotsRequest(url, 1))).headers.get("etag") ?? "";
      const again = slotsRequest(url, 1);
      again.headers.set("if-none-match", etag);
      expect((await fetch(again)).status).toBe(304);
    });

    it("breaks the connection of a dropped reply", async () => {
      const salon = createSalon();
      const url = await open(salon);
      salon.fake.faults.dropReply({ method: "POST" });
      await expect(fetch(bookRequest(url, salon.short.id, at("10:00")))).rejects.toThrow(TypeError);
      expect(salon.fake.bookings.list()).toHaveLength(1);
    });

    it("lets a client give up on a hanging request", async () => {
      const salon = createSalon();
      const url = await open(salon);
      const hang = salon.fake.faults.hang();
      const controller = new AbortController();
      const asking = fetch(slotsRequest(url, 1), { signal: controller.signal });
      await hang.reached;
      controller.abort();
      await expect(asking).rejects.toThrow(/abort/i);
    });
  });
}
