import { expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { createLimitedWorld, outcomeOf } from "../helpers/limited-world.ts";
import { at } from "../helpers/world.ts";

type Call = (client: CalcomClient, eventTypeId: number) => Promise<unknown>;
const near = at("09:00");
const CALLS: readonly [string, string, Call][] = [
  [
    "a time before a booking",
    "confirm",
    ({ slots }, eventTypeId) => slots.confirm({ eventTypeId, start: near }),
  ],
  [
    "a time by slug, and its id",
    "confirm",
    ({ slots }) => slots.confirm({ eventTypeSlug: "half", username: "alice", start: near }),
  ],
  [
    "times near a wish",
    "offer",
    ({ slots }, eventTypeId) => slots.alternatives({ eventTypeId, near }),
  ],
  [
    "times near a wish for later",
    "prefetch",
    ({ slots }, eventTypeId) => slots.alternatives({ eventTypeId, near }, { priority: "prefetch" }),
  ],
];

it.each(CALLS)("asks for %s as %s, where Cal.com's rate budget is short", async (...row) => {
  const [, priority, call] = row;
  const world = createLimitedWorld();
  const client = world.client();
  world.fake.faults.block();
  await outcomeOf(world.ask(client, "offer"));
  const heard = new Set<string>();
  client.on("rate-limited", (event) => void heard.add(event.priority));
  expect(await outcomeOf(call(client, world.half.id))).toBe("refused by governor");
  expect([...heard]).toEqual([priority]);
});
