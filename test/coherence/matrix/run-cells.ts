import { CalcomApiError, type CalcomClient } from "../../../src/index.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import type { Column } from "./columns.ts";
import { createMatrixWorld, type MatrixWorld, type Variant } from "./matrix-world.ts";
import type { Maker, Row } from "./row.ts";

/** A cell whose answer changed, and what went on as if it had not. */
export interface MissedCell {
  readonly row: string;
  readonly by: Maker;
  readonly variant: Variant;
  readonly column: string;
  /** No tag of the entry was bumped, the entry was served, or the layer on top of it was. */
  readonly what: "tags" | "entry" | "layer";
}

/** What became of one row in one way. */
export interface RowRun {
  readonly cells: number;
  /** Cells to which Cal.com's own answer is another one than before. */
  readonly changed: number;
  /** Cells whose answer stayed, and was served from the cache. */
  readonly spared: number;
  /** Webhooks that told of the change. */
  readonly heard: number;
  readonly missed: readonly MissedCell[];
}

/** Long enough for hosts to be learned beside an answer. */
const ROUNDS = 20;

/** Cal.com's own answer now; of what is not there the refusal. */
async function truthOf(client: CalcomClient, { question }: Column): Promise<string> {
  const { slots } = await client.slots
    .list(question, { cache: "bypass" })
    .catch((error: unknown) => ({ slots: refusal(error) }));
  return JSON.stringify(slots);
}

function refusal(error: unknown): number | undefined {
  if (error instanceof CalcomApiError) return error.status;
  throw error;
}

/**
 * Hosts are learned by reading, also by who writes and who hears, so that changes and entries are as
 * narrow as they get. Cal.com is asked about them beside a load alone; a table is there at once.
 */
async function learn({ columns, reader, receiver, writer }: MatrixWorld, pools: Variant["pools"]) {
  const cache = pools === "auto" ? "refresh" : "use";
  for (const client of [writer, receiver, reader]) {
    for (const { question } of columns) await client.slots.list(question, { cache });
  }
  if (pools !== "auto") return;
  for (let round = 0; round < ROUNDS; round++) await settle();
  for (const { question } of columns) await reader.slots.list(question, { cache });
}

/** The entries of all columns, and a layer on top of each. */
async function warm({ columns, reader }: MatrixWorld) {
  const layer = reader.layer("on top", {
    key: (column: Column) => [column.name],
    load: async ({ question }, context) => (await context.slots.list(question)).slots,
    ttlMs: 3_600_000,
  });
  const entries = [];
  for (const column of columns) {
    await layer.get(column);
    const { provenance, slots } = await reader.slots.list(column.question);
    if (provenance.source !== "cache") throw new Error(`${column.name} is not kept`);
    const tags = Object.keys(provenance.versions);
    entries.push({ column, tags, before: JSON.stringify(slots) });
  }
  /** What is served without Cal.com having been asked since then. */
  const oldSince = async (then: number, column: Column) => {
    const isOld = (asked: Promise<{ provenance: { loadBeganAt: number } }>) =>
      asked
        .then(({ provenance }) => provenance.loadBeganAt < then)
        .catch((error: unknown) => refusal(error) === undefined);
    const entry = await isOld(reader.slots.list(column.question));
    return { entry, layer: await isOld(layer.read(column)) };
  };
  return { entries, oldSince };
}

/** Makes one change in one way, in a world of its own, and looks at every column. */
export async function runRow(row: Row, by: Maker, variant: Variant): Promise<RowRun> {
  const world = createMatrixWorld(variant);
  const { calm, clock, ear, stranger, writer } = world;
  ear.isOpen = variant.memory === "heard";
  const change = await row.arrange(world);
  await calm();
  await learn(world, variant.pools);
  const { entries, oldSince } = await warm(world);
  ear.isOpen = by === "others";
  ear.heard = 0;
  ear.tags.clear();
  await change(by === "client" ? writer : stranger);
  await calm();
  if (ear.failed.length > 0) throw ear.failed[0];
  const now = clock.now();
  const missed: MissedCell[] = [];
  let [changed, spared] = [0, 0];
  for (const { before, column, tags } of entries) {
    const old = await oldSince(now, column);
    if ((await truthOf(stranger, column)) === before) {
      spared += old.layer ? 1 : 0;
      continue;
    }
    changed += 1;
    const cell = { row: row.name, by, variant, column: column.name };
    const meets = row.byTime === true || tags.some((tag) => ear.tags.has(tag));
    if (!meets) missed.push({ ...cell, what: "tags" });
    if (old.entry) missed.push({ ...cell, what: "entry" });
    if (old.layer) missed.push({ ...cell, what: "layer" });
  }
  return { cells: entries.length, changed, spared, heard: ear.heard, missed };
}
