import { expect, it } from "vitest";
import { createWorld, onDay, timesOf } from "../../helpers/world.ts";

const SLOTS = { method: "GET", path: "/v2/slots" };

it("asks Cal.com once for readers that come together", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const answers = await Promise.all(Array.from({ length: 50 }, () => timesOf(calcom, half.id)));
  expect(new Set(answers.map(String)).size).toBe(1);
  expect(fake.requests.filter(({ path }) => path === "/v2/slots")).toHaveLength(1);
});

it("asks once for a reader that comes while the load is under way", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ ...SLOTS, phase: "beforeReply" });
  const first = timesOf(calcom, half.id);
  await gate.reached;
  const second = timesOf(calcom, half.id);
  gate.release();
  expect(await second).toEqual(await first);
  expect(fake.requests.filter(({ path }) => path === "/v2/slots")).toHaveLength(1);
});

it("goes on for the others when one reader aborts", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ ...SLOTS, phase: "before" });
  const quitter = new AbortController();
  const first = calcom.slots.list(onDay(half.id), { signal: quitter.signal });
  await gate.reached;
  const second = timesOf(calcom, half.id);
  quitter.abort(new Error("hung up"));
  await expect(first).rejects.toThrow("hung up");
  gate.release();
  expect(await second).toContain("09:00");
  expect(fake.requests).toHaveLength(1);
});

it("calls the request off when its last reader has gone", async () => {
  const { fake, half, client } = createWorld();
  let aborted = false;
  const calcom = client({
    fetch: (input, init) => {
      const request = new Request(input, init);
      request.signal.addEventListener("abort", () => {
        aborted = true;
      });
      return fake.fetch(request);
    },
  });
  const gate = fake.pause({ ...SLOTS, phase: "before" });
  const quitter = new AbortController();
  const only = calcom.slots.list(onDay(half.id), { signal: quitter.signal });
  await gate.reached;
  quitter.abort(new Error("hung up"));
  await expect(only).rejects.toThrow("hung up");
  expect(aborted).toBe(true);
});

it("gives each reader its own deadline", async () => {
  const { fake, half, clock, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ ...SLOTS, phase: "before" });
  const hasty = calcom.slots.list(onDay(half.id), { timeoutMs: 50 });
  const caught = hasty.catch((error: unknown) => error);
  await gate.reached;
  const patient = timesOf(calcom, half.id);
  await clock.advance(60);
  expect(await caught).toMatchObject({ code: "timeout", timeoutMs: 50 });
  gate.release();
  expect(await patient).toContain("09:00");
});

it("does not let a refresh join what has left already", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ ...SLOTS, phase: "beforeReply" });
  const first = timesOf(calcom, half.id);
  await gate.reached;
  await calcom.slots.list(onDay(half.id), { cache: "refresh" });
  gate.release();
  await first;
  expect(fake.requests.filter(({ path }) => path === "/v2/slots")).toHaveLength(2);
});
