import fc from "fast-check";
import { expect, it } from "vitest";
import { createVoiceWorld as open, SETTLED_MS } from "../helpers/voice-world.ts";
import { at } from "../helpers/world.ts";

const HOURS = ["09:00", "09:30", "10:00", "10:30", "11:00"];
/** After this everything that has happened is known, also what no webhook has told. */
const KNOWN_MS = 61_000 + SETTLED_MS;

const hour = fc.constantFrom(...HOURS);
const caller = fc.constantFrom("call-1", "call-2", "call-3");
const step = fc.oneof(
  fc.record({ kind: fc.constant("elsewhere" as const), hour, isLost: fc.boolean() }),
  fc.record({ kind: fc.constant("calledOff" as const), hour, isLost: fc.boolean() }),
  fc.record({ kind: fc.constant("find" as const), hour }),
  fc.record({ kind: fc.constant("book" as const), hour, caller, meanwhile: fc.option(hour) }),
  fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(0, 400, 6_000, KNOWN_MS) }),
);

it("promises no taken time, and names none that was known to be, on random evenings", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { fake, half, find, book, pass, service, clock } = open();
      const isTaken = (start: number) =>
        fake.bookings.list().some((one) => one.start === start && one.status === "accepted");
      /** When the first moment is at which it has to be known that a time is taken. */
      const knownFrom = new Map<string, number>();
      const promised = new Map<string, string>();

      const elsewhere = async (time: string, isLost: boolean) => {
        if (isTaken(Date.parse(at(time)))) return;
        if (isLost) fake.faults.webhooks.lose();
        await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
        knownFrom.set(time, clock.now() + (isLost ? KNOWN_MS : 0));
      };
      const calledOff = async (time: string, isLost: boolean) => {
        const isStanding = ({ start, status }: { start: number; status: string }) =>
          start === Date.parse(at(time)) && status === "accepted";
        const booking = fake.bookings.list().find(isStanding);
        if (booking === undefined) return;
        if (isLost) fake.faults.webhooks.lose();
        await fake.bookings.cancel(booking.uid, "called off");
        knownFrom.delete(time);
        promised.delete(time);
      };
      const judge = ({ offers }: Awaited<ReturnType<typeof find>>) => {
        for (const offer of offers) {
          const known = knownFrom.get(offer.hour) ?? Number.POSITIVE_INFINITY;
          if (offer.day === "2026-12-07") expect(clock.now()).toBeLessThan(known);
        }
      };
      const take = async (time: string, callId: string, meanwhile: string | null) => {
        if (meanwhile !== null) {
          const gate = fake.pause({ method: "POST", path: "/bookings", phase: "before" });
          const booking = book(time, callId);
          const first = await Promise.race([gate.reached, booking]);
          if (!("say" in first)) await elsewhere(meanwhile, true);
          gate.release();
          return booking;
        }
        return book(time, callId);
      };

      await pass(1_000);
      for (const one of steps) {
        if (one.kind === "pass") await pass(one.ms);
        if (one.kind === "elsewhere") await elsewhere(one.hour, one.isLost);
        if (one.kind === "calledOff") await calledOff(one.hour, one.isLost);
        if (one.kind === "find") judge(await find(one.hour));
        if (one.kind !== "book") continue;
        const told = await take(one.hour, one.caller, one.meanwhile);
        judge(told);
        if (told.status !== "booked") continue;
        const owner = promised.get(one.hour) ?? one.caller;
        expect(owner).toBe(one.caller);
        promised.set(one.hour, owner);
        knownFrom.set(one.hour, clock.now());
      }
      await service.close();

      const standing = fake.bookings.list().filter(({ status }) => status === "accepted");
      expect(new Set(standing.map(({ start }) => start)).size).toBe(standing.length);
      for (const [time, callId] of promised) {
        const kept = standing.find(({ start }) => start === Date.parse(at(time)));
        expect(kept?.metadata.phoneCall).toBe(callId);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
