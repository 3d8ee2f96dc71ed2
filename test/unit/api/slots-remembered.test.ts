import { expect, it } from "vitest";
import type { SlotsQuery } from "../../../src/index.ts";
import { DAY, slotsAnswer, slotsWorld } from "./slots-stub.ts";
import { errorOf } from "./stub-fetch.ts";

const WHOLE = {
  ...{ eventTypeId: 1, start: DAY, end: DAY, timeZone: "Europe/Berlin", duration: 30 },
  ...{ bookingUidToReschedule: "uid", rrHostSubsetIds: [1, 2] },
};

// Nothing is learned of event types, so that a question is remembered from the first time on.
const createWorld = () =>
  slotsWorld(slotsAnswer("09:00"), { invalidation: { width: "event-type" } });

it("answers a changed query object by what it says now", async () => {
  const { calcom, queries } = createWorld();
  const query = { ...WHOLE, rrHostSubsetIds: [1, 2] };
  await calcom.slots.list(query);
  query.rrHostSubsetIds.push(3);
  await calcom.slots.list(query);
  query.duration = 45;
  await calcom.slots.list(query);
  expect(queries().map((sent) => [sent.get("rrHostSubsetIds"), sent.get("duration")])).toEqual([
    ["1,2", "30"],
    ["1,2,3", "30"],
    ["1,2,3", "45"],
  ]);
});

it.each<[string, unknown]>([
  ["an event type as text", { ...WHOLE, eventTypeId: "1" }],
  ["an instant as Date", { ...WHOLE, start: new Date(DAY) }],
  ["an instant as object", { ...WHOLE, start: { toJSON: () => DAY } }],
  ["a boxed text", { ...WHOLE, timeZone: Object("Europe/Berlin") }],
  ["an unknown field", { ...WHOLE, note: undefined }],
  ["another format", { ...WHOLE, format: "list" }],
  ["a list for a number", { ...WHOLE, duration: [30] }],
  ["texts in a list of numbers", { ...WHOLE, rrHostSubsetIds: ["1", "2"] }],
  ["a text for a list", { ...WHOLE, rrHostSubsetIds: "1,2" }],
  ["a second subject", { ...WHOLE, usernames: ["ann", "bob"] }],
])("refuses %s after the query that it looks like was answered", async (_what, query) => {
  const { calcom } = createWorld();
  await calcom.slots.list(WHOLE);
  const error = await errorOf(calcom.slots.list(query as SlotsQuery));
  expect(error).toMatchObject({ code: "invalid_input" });
});

it("reads what a query computes, each time", async () => {
  const { calcom, queries } = createWorld();
  class Query {
    readonly eventTypeId = 1;
    readonly start = DAY;
    readonly end = DAY;
    #quarters = 1;
    get duration(): number {
      return this.#quarters * 15;
    }
    longer(): this {
      this.#quarters += 1;
      return this;
    }
  }
  await calcom.slots.list({ eventTypeId: 1, start: DAY, end: DAY });
  const query = new Query();
  await calcom.slots.list(query.longer());
  await calcom.slots.list(query.longer());
  expect(queries().map((sent) => sent.get("duration"))).toEqual([null, "30", "45"]);
});

it("shares one entry among ways to put the same query", async () => {
  const { calcom, requests } = createWorld();
  const { eventTypeId, rrHostSubsetIds, ...rest } = WHOLE;
  await calcom.slots.list(WHOLE);
  await calcom.slots.list({ rrHostSubsetIds, ...rest, eventTypeId });
  await calcom.slots.list({ ...WHOLE, rrHostSubsetIds: [2, 1, 2] });
  await calcom.slots.list(Object.assign(Object.create(null), WHOLE));
  expect(requests).toHaveLength(1);
});
