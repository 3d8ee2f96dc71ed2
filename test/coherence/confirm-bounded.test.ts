import { expect, it } from "vitest";
import { createBoundedWorld } from "../helpers/bounded-world.ts";
import { at } from "../helpers/world.ts";

/** A reader who trusts versions for a while, and to whom no message gets through. */
async function deafWorld() {
  const world = createBoundedWorld();
  const { link, reader } = await world.warmReader();
  link.messages = "lost";
  const { half } = world;
  const isFree = async (time: string) =>
    (await reader.slots.confirm({ eventTypeId: half.id, start: at(time) })).available;
  return { ...world, isFree, link, reader };
}

it("asks Cal.com although versions may be trusted for a while", async () => {
  const { changeElsewhere, isFree } = await deafWorld();
  const time = await changeElsewhere();
  expect(await isFree(time)).toBe(false);
});

it("is not told by a request that left before a change elsewhere", async () => {
  const { changeElsewhere, fake, isFree } = await deafWorld();
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
  const early = isFree("09:00");
  await gate.reached;
  const time = await changeElsewhere();
  const late = isFree(time);
  gate.release();
  await early;
  expect(await late).toBe(false);
});
