import { expect, it } from "vitest";
import { BOUND_MS, createBoundedWorld } from "../helpers/bounded-world.ts";
import { sourceOf } from "../helpers/world.ts";

async function warmWorld() {
  const world = createBoundedWorld();
  return { ...world, ...(await world.warmReader()) };
}

const SILENCES = [
  { name: "a black hole", commands: "lost", messages: "lost" },
  { name: "a way out without a way back", commands: "unanswered", messages: "lost" },
  { name: "a store that refuses", commands: "refused", messages: "lost" },
  { name: "a frozen store", commands: "frozen", messages: "lost" },
] as const;

it.each(SILENCES)("keeps the bound behind $name, and recovers", async ({ commands, messages }) => {
  const { changeElsewhere, clock, half, link, msNotShown, reader, warmUp } = await warmWorld();
  link.commands = commands;
  link.messages = messages;
  const time = await changeElsewhere();
  const ms = await msNotShown(reader, time);
  expect(ms).toBeGreaterThan(0);
  expect(ms).toBeLessThan(BOUND_MS);
  link.thaw();
  link.messages = "delivered";
  await clock.advance(10_000);
  await sourceOf(reader, half.id);
  await warmUp(reader, link);
  expect(await msNotShown(reader, time)).toBeLessThan(0);
});

it("trusts nothing from the moment the bound is over", async () => {
  const { changeElsewhere, clock, half, link, reader, timesAtLast } = await warmWorld();
  await clock.advance(BOUND_MS / 2);
  await sourceOf(reader, half.id);
  link.commands = "lost";
  link.messages = "lost";
  const time = await changeElsewhere();
  await clock.advance(BOUND_MS - 1);
  expect(await timesAtLast(reader)).toContain(time);
  await clock.advance(1);
  expect(await timesAtLast(reader)).not.toContain(time);
});

it("shows a change at once where messages arrive and answers do not", async () => {
  const { changeElsewhere, link, msNotShown, reader } = await warmWorld();
  link.commands = "unanswered";
  expect(await msNotShown(reader, await changeElsewhere())).toBeLessThan(0);
});

it("ends its trust where messages arrive and answers do not", async () => {
  const { clock, half, link, reader } = await warmWorld();
  link.commands = "unanswered";
  await sourceOf(reader, half.id);
  await clock.advance(BOUND_MS);
  const read = sourceOf(reader, half.id);
  await clock.advance(100);
  expect(await read).toBe("origin");
});

it("does not take an answer for one to a later question", async () => {
  const { changeElsewhere, clock, half, link, msNotShown, reader } = await warmWorld();
  await clock.advance(BOUND_MS / 2);
  const asked = link.hold("generation");
  await sourceOf(reader, half.id);
  const verification = await asked;
  verification.execute();
  link.messages = "lost";
  const time = await changeElsewhere();
  link.commands = "lost";
  await clock.advance(BOUND_MS / 4);
  verification.answer();
  expect(await msNotShown(reader, time)).toBeLessThan((BOUND_MS * 3) / 4);
});

it("keeps the bound when the generation is lost", async () => {
  const { changeElsewhere, link, msNotShown, reader, server, warmUp } = await warmWorld();
  server.state.generation = undefined;
  link.messages = "lost";
  expect(await msNotShown(reader, await changeElsewhere())).toBeLessThan(BOUND_MS);
  await warmUp(reader, link);
});

it("keeps the bound when everything is lost", async () => {
  const { changeElsewhere, link, msNotShown, reader, server, warmUp } = await warmWorld();
  server.state.generation = undefined;
  server.state.records.clear();
  server.state.entries.clear();
  link.messages = "lost";
  expect(await msNotShown(reader, await changeElsewhere())).toBeLessThan(BOUND_MS);
  await warmUp(reader, link);
});

it("keeps the bound when the server is restored to an earlier generation", async () => {
  const { changeElsewhere, link, msNotShown, reader, server, warmUp, writer } = await warmWorld();
  const { state } = server;
  const saved = { records: new Map(state.records), generation: state.generation };
  await writer.invalidate({ tags: ["event-type:999"] });
  await warmUp(reader, link);
  link.messages = "lost";
  state.records = saved.records;
  state.generation = saved.generation;
  expect(await msNotShown(reader, await changeElsewhere())).toBeLessThan(BOUND_MS);
});
