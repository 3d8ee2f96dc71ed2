import { beforeEach, describe, expect, it } from "vitest";
import { type CalcomClient, ConfigurationError } from "../../src/index.ts";
import { createLimitedWorld, outcomeOf } from "../helpers/limited-world.ts";
import { ANN, at, onDay } from "../helpers/world.ts";

let world: ReturnType<typeof createLimitedWorld>;
let client: CalcomClient;
let eventTypeId: number;
beforeEach(async () => {
  world = createLimitedWorld();
  client = world.client();
  eventTypeId = world.half.id;
  world.fake.faults.block();
  await outcomeOf(world.ask(client, "offer"));
});

const day = (options?: object) => client.slots.list(onDay(eventTypeId), options);
const layerOf = (name: string, options?: object) =>
  client.layer(name, {
    key: () => [],
    load: async (_query: null, context) =>
      (await context.slots.list(onDay(eventTypeId), options)).slots,
    ttlMs: 1_000,
  });

it.each<[string, string, () => Promise<unknown>]>([
  [
    "a booking",
    "booking",
    () => client.bookings.create({ eventTypeId, start: at("10:00"), attendee: ANN }),
  ],
  ["another change", "booking", () => client.schedules.delete(1)],
  ["a change that alters nothing", "booking", () => client.webhooks.delete("1")],
  [
    "a reservation",
    "booking",
    () => client.reservations.create({ eventTypeId, slotStart: at("10:00") }),
  ],
  ["slots", "offer", () => day()],
  ["slots for later", "prefetch", () => day({ priority: "prefetch" })],
  ["slots before a booking", "confirm", () => day({ priority: "confirm" })],
  ["slots that bypass the cache", "confirm", () => day({ priority: "confirm", cache: "bypass" })],
  [
    "slots by slug",
    "prefetch",
    () =>
      client.slots.list(
        { username: "alice", eventTypeSlug: "half", start: at("09:00"), end: at("17:00") },
        { priority: "prefetch" },
      ),
  ],
  ["a booking that is read", "confirm", () => client.bookings.get("uid", { priority: "confirm" })],
  [
    "bookings that are listed",
    "prefetch",
    () => client.bookings.list({}, { priority: "prefetch" }).toArray({ limit: 1 }),
  ],
  ["what a layer loads", "prefetch", () => layerOf("inside").get(null, { priority: "prefetch" })],
  [
    "what a layer's load has its own mind about",
    "confirm",
    () => layerOf("own", { priority: "confirm" }).get(null, { priority: "prefetch" }),
  ],
  [
    "a layer within a layer",
    "prefetch",
    () => {
      const inner = layerOf("inner");
      const outer = client.layer("outer", {
        key: () => [],
        load: (_query: null, context) => context.get(inner, null),
        ttlMs: 1_000,
      });
      return outer.get(null, { priority: "prefetch" });
    },
  ],
])("asks for %s as %s", async (_case, priority, call) => {
  const heard: string[] = [];
  client.on("rate-limited", (event) => void heard.push(event.priority));
  expect(await outcomeOf(call())).toBe("refused by governor");
  expect(new Set(heard)).toEqual(new Set([priority]));
});

it.each(["booking", "urgent", 1])("knows no priority %j for reads", async (priority) => {
  await expect(day({ priority })).rejects.toThrow(ConfigurationError);
});

describe("the hosts of an event type", () => {
  const learned = ({ fake }: typeof world) =>
    fake.requests.filter(({ path }) => path.startsWith("/v2/event-types/")).length;

  beforeEach(async () => {
    world = createLimitedWorld();
    const booker = world.client();
    // More than half of the limit.
    for (let count = 0; count < 61; count++) await world.ask(booker, "booking");
    client = world.client({ invalidation: { pools: "auto" } });
  });

  it("are learned beside an answer where there is budget to spare", async () => {
    const heard: string[] = [];
    client.on("rate-limited", ({ priority }) => void heard.push(priority));
    await client.slots.list(onDay(world.half.id));
    await world.settle();
    expect([heard, learned(world)]).toEqual([["prefetch"], 0]);
  });

  it("are learned in front of a booking as urgently as that", async () => {
    await world.ask(client, "booking");
    expect(learned(world)).toBe(1);
  });
});
