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
  const auto = (more: object = {}) => world.client({ invalidation: { pools: "auto" }, ...more });
  const useUp = async (count: number) => {
    const booker = world.client();
    for (let used = 0; used < count; used++) await world.ask(booker, "booking");
  };

  beforeEach(() => {
    world = createLimitedWorld();
  });

  it("are learned beside an answer where reads leave no budget to spare", async () => {
    await useUp(61);
    client = auto();
    const heard = new Set<string>();
    client.on("rate-limited", ({ priority }) => void heard.add(priority));
    await client.slots.list(onDay(world.half.id));
    await world.settle();
    await world.clock.advance(1_000);
    expect([[...heard], learned(world)]).toEqual([["offer"], 1]);
  });

  it("are learned in front of a booking as urgently as that", async () => {
    await useUp(103);
    await world.ask(auto(), "booking");
    expect(learned(world)).toBe(1);
  });

  it.each([
    ["has been refused here", 10_000],
    ["waits", 100_000],
  ])("are learned in front of a booking where learning beside an answer %s", async (_how, ms) => {
    await useUp(103);
    // What has ended is told within a second; until then it may still make room.
    await world.clock.advance(1_000);
    client = auto({ timeoutMs: ms });
    await client.versionOf({ eventTypeId: world.half.id });
    await client.slots.list(onDay(world.half.id), { priority: "confirm" });
    await world.settle();
    expect(learned(world)).toBe(0);
    await world.ask(client, "booking");
    expect(learned(world)).toBe(1);
  });
});
