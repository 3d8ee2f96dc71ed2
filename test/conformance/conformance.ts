import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { deliveries } from "./deliveries.ts";
import { REFUSED_HERE } from "./expected-errors.ts";
import { readByClient } from "./read-by-client.ts";
import { parsing, verification } from "./received.ts";
import { recordings } from "./recordings.ts";
import { type Comparison, createReplay } from "./replaying.ts";
import { SPECIAL_REPLAYS } from "./special-replays.ts";
import { notReproduced, type Step, story } from "./stories.ts";

/** One recording that is not as it should be. */
export interface Failure {
  readonly number: string;
  /** Why; for what the fake does not reproduce `null` when nobody has said. */
  readonly reason: string | null;
}

/** How the client and the fake stand to what was recorded. */
export interface Conformance {
  readonly recordings: number;
  /** Whether the recordings and deliveries are all there, as they were recorded. */
  readonly genuine: boolean;
  readonly read: {
    readonly ok: number;
    readonly failed: readonly Failure[];
    /** Whose input the client refuses before sending it; the answer was read with another. */
    readonly withAnotherInput: readonly Failure[];
  };
  readonly reproduced: { readonly ok: number; readonly notReproduced: readonly Failure[] };
  readonly deliveries: {
    readonly total: number;
    readonly verified: number;
    readonly parsed: number;
    readonly failed: readonly Failure[];
  };
}

/** Reads and reproduces every recording, and receives every delivery. */
export async function checkConformance(): Promise<Conformance> {
  return {
    recordings: recordings.size,
    genuine: digest() === RECORDED,
    read: await readAll(),
    reproduced: await reproduceAll(),
    deliveries: await receiveAll(),
  };
}

/** Whether everything is read and received, and what is not reproduced has its reason. */
export function isConforming(conformance: Conformance): boolean {
  const { deliveries: received, genuine, read, reproduced } = conformance;
  const { notReproduced: missing } = reproduced;
  return (
    genuine &&
    read.failed.length === 0 &&
    received.failed.length === 0 &&
    missing.every(({ reason }) => reason !== null)
  );
}

const RECORDED = "7063e0be155aa2660caadd543a5a7065de430e86c29f2ca89e32a08dac98a298";

// Else one could conform by leaving out, or changing, what does not.
function digest(): string {
  const all = JSON.stringify([[...recordings], deliveries]);
  return createHash("sha256").update(all).digest("hex");
}

async function readAll(): Promise<Conformance["read"]> {
  const failed: Failure[] = [];
  const withAnotherInput: Failure[] = [];
  for (const [number, recorded] of recordings) {
    const difference = await differenceOf(async () => {
      const reading = await readByClient(number, recorded);
      const reason = REFUSED_HERE[number];
      if (!reading.stoodIn) return reading;
      if (reason === undefined) throw new Error("The client refuses the recorded input.");
      withAnotherInput.push({ number, reason });
      return reading;
    });
    if (difference !== undefined) failed.push({ number, reason: difference });
  }
  return { ok: recordings.size - failed.length, failed, withAnotherInput };
}

async function reproduceAll(): Promise<Conformance["reproduced"]> {
  const replay = createReplay();
  const same = new Set<string>();
  const note = async (
    numbers: readonly string[],
    compare: () => Promise<Comparison | undefined>,
  ) => {
    if ((await differenceOf(compare)) !== undefined) return;
    for (const number of numbers) same.add(number);
  };
  for (const step of story) await note(numbersOf(step), () => replay.take(step));
  for (const [number, compare] of Object.entries(SPECIAL_REPLAYS)) await note([number], compare);
  const missing = [...recordings.keys()].filter((number) => !same.has(number));
  return {
    ok: recordings.size - missing.length,
    notReproduced: missing.map((number) => ({ number, reason: notReproduced[number] ?? null })),
  };
}

function numbersOf(step: Step): readonly string[] {
  if (typeof step === "string") return [step];
  return "change" in step ? [] : step;
}

async function receiveAll(): Promise<Conformance["deliveries"]> {
  const failed: Failure[] = [];
  const counts = { verified: 0, parsed: 0 };
  const checks = { verified: verification, parsed: parsing };
  for (const delivery of deliveries) {
    for (const name of ["verified", "parsed"] as const) {
      const difference = await differenceOf(() => checks[name](delivery));
      if (difference === undefined) counts[name] += 1;
      else failed.push({ number: String(delivery.n), reason: `not ${name}: ${difference}` });
    }
  }
  return { total: deliveries.length, ...counts, failed };
}

/** In what the two differ, or nothing. */
async function differenceOf(
  compare: () => Promise<Comparison | undefined>,
): Promise<string | undefined> {
  try {
    const compared = await compare();
    if (isDeepStrictEqual(compared?.given, compared?.expected)) return undefined;
    return `${inShort(compared?.given)} instead of ${inShort(compared?.expected)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function inShort(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
