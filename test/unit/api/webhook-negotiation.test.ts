import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { negotiate } from "../../../src/api/webhook-negotiation.ts";
import { CalcomApiError } from "../../../src/index.ts";

const LONG_KNOWN = ["BOOKING_CREATED", "BOOKING_CANCELLED"];
const NEWER = ["BOOKING_REASSIGNED", "CALENDAR_ENTRY_REJECTED"];
const WANTED = [...LONG_KNOWN, ...NEWER];
const ABOUT = { method: "POST", path: "/webhooks", status: 400 };

/** A server that knows some triggers, and says so in its own words. */
function serverOf(known: readonly string[], words: (known: readonly string[]) => string) {
  const sent: (readonly string[])[] = [];
  const send = async (triggers: readonly string[]) => {
    sent.push(triggers);
    if (triggers.every((one) => known.includes(one))) return triggers;
    throw new CalcomApiError(words(known), ABOUT);
  };
  return { send, sent };
}

const naming = (known: readonly string[]) =>
  `each value in triggers must be one of the following values: ${known.join(", ")}`;
const silent = () => "DELEGATION_CREDENTIAL_ERROR trigger is only available for others";
const fresh = { kept: [], wanted: WANTED, mustSend: true };

describe("negotiating triggers", () => {
  it("asks once where all are known", async () => {
    const { send, sent } = serverOf(WANTED, naming);
    expect(await negotiate({ ...fresh, send })).toEqual({ written: WANTED, refused: [] });
    expect(sent).toHaveLength(1);
  });

  it("asks twice where the server names what it knows", async () => {
    const { send, sent } = serverOf([...LONG_KNOWN, "BOOKING_REASSIGNED"], naming);
    const { refused } = await negotiate({ ...fresh, send });
    expect(refused).toEqual(["CALENDAR_ENTRY_REJECTED"]);
    expect(sent).toHaveLength(2);
  });

  it("begins with what is long known where it does not, and goes on one by one", async () => {
    const { send, sent } = serverOf([...LONG_KNOWN, "CALENDAR_ENTRY_REJECTED"], silent);
    const { refused, written } = await negotiate({ ...fresh, send });
    expect(refused).toEqual(["BOOKING_REASSIGNED"]);
    expect(written).toEqual([...LONG_KNOWN, "CALENDAR_ENTRY_REJECTED"]);
    expect(sent).toHaveLength(4);
  });

  it("does not trust a list that was cut", async () => {
    const cut = () => `${naming(LONG_KNOWN)}, BOOK<cut>`;
    const { send } = serverOf(WANTED.slice(0, 3), cut);
    expect((await negotiate({ ...fresh, send })).written).toEqual(WANTED.slice(0, 3));
  });

  it("writes nothing where nothing is to be added", async () => {
    const { send, sent } = serverOf(LONG_KNOWN, naming);
    const there = { kept: LONG_KNOWN, mustSend: false, send };
    expect(await negotiate({ ...there, wanted: LONG_KNOWN })).toEqual({
      written: undefined,
      refused: [],
    });
    expect(sent).toEqual([]);
    expect(await negotiate({ ...there, wanted: WANTED })).toEqual({
      written: undefined,
      refused: NEWER,
    });
    expect(sent).toHaveLength(1);
  });

  it("writes all else where every trigger is refused that is new", async () => {
    const { send, sent } = serverOf(LONG_KNOWN, silent);
    const there = { kept: LONG_KNOWN, wanted: NEWER, mustSend: true, send };
    expect(await negotiate(there)).toEqual({ written: LONG_KNOWN, refused: NEWER });
    expect(sent.at(-1)).toEqual(LONG_KNOWN);
  });

  it("fails where no trigger is taken at all", async () => {
    const { send } = serverOf([], silent);
    await expect(negotiate({ ...fresh, send })).rejects.toMatchObject({ status: 400 });
  });

  it.each([
    ["of another status", 403, "triggers are not yours"],
    ["about something else", 400, "subscriberUrl must be a public address"],
  ])("leaves a refusal to the caller: %s", async (_what, status, message) => {
    let requests = 0;
    const send = async () => {
      requests += 1;
      throw new CalcomApiError(message, { ...ABOUT, status });
    };
    await expect(negotiate({ ...fresh, send })).rejects.toMatchObject({ status, message });
    expect(requests).toBe(1);
  });

  it("ends with all that is known, whatever the server says", async () => {
    const some = fc.subarray([...WANTED, "OOO_CREATED", "BOOKING_PAID", "A_NEW_ONE"]);
    const words = fc.constantFrom(naming, silent, () => "triggers is wrong");
    const property = fc.asyncProperty(some, some, some, words, async (known, has, wanted, say) => {
      const kept = has.filter((one) => known.includes(one));
      const { send } = serverOf(known, say);
      const negotiation = { kept, wanted, mustSend: false, send };
      const { refused, written = kept } = await negotiate(negotiation);
      const usable = wanted.filter((one) => known.includes(one));
      expect(new Set(written)).toEqual(new Set([...kept, ...usable]));
      expect(refused).toEqual(wanted.filter((one) => !known.includes(one)));
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
