import type { ReadOptions } from "../../../src/index.ts";
import { isOneIn, pick } from "./choice.ts";
import type { Read } from "./history.ts";
import { ask } from "./layers.ts";
import type { Process } from "./processes.ts";
import { count, type Run } from "./run.ts";
import { CALLED_OFF, troubleOf } from "./trouble.ts";

type Given = Pick<Read, "source" | "loadBeganAt" | "parts">;

/** So late that a change has been made and has settled; twice that is less than a call may take. */
export const LATE_MS = 3_800;
/** Until after the end of a fence. */
const WATCHED_MS = 20_000;
const STEP_MS = 3_000;
const USES = ["refresh", "bypass"] as const;

/** Reads once, and notes what was given and when. */
export async function note(
  { world, counts }: Run,
  what: string,
  give: () => Promise<Given>,
): Promise<void> {
  const { recorder } = world;
  const began = recorder.now();
  try {
    const given = await give();
    recorder.gave({ what, began, ended: recorder.now(), ...given });
  } catch (error) {
    count(counts.failures, `a read: ${troubleOf(error)}`);
  }
}

const slots = { method: "GET", path: "/slots" };

/** Answers the next question about slots only after a while, with what was true at once. */
export function answerLate({ world, counts, after }: Run, lateMs: number): void {
  count(counts.faults, "slots come late");
  const { release } = world.fake.pause({ ...slots, phase: "beforeReply" });
  after(Math.floor(lateMs), release);
}

/** Lets something go wrong now and then. */
export function disturb(run: Run, random: () => number): AbortSignal | undefined {
  const { world, counts, after } = run;
  const { faults } = world.fake;
  const place = random();
  if (place < 0.07) answerLate(run, random() * 2_000);
  else if (place < 0.11) {
    count(counts.faults, "slots are asked for late");
    faults.delay(Math.floor(random() * 2_000), slots);
  } else if (place < 0.12) {
    count(counts.faults, "slots fail");
    faults.error500Before(slots);
  } else if (place < 0.14) {
    count(counts.faults, "a read is called off");
    const controller = new AbortController();
    after(Math.floor(random() * 2_000), () => controller.abort(CALLED_OFF));
    return controller.signal;
  }
  return undefined;
}

const optionsBy = (random: () => number, signal: AbortSignal | undefined) => ({
  signal,
  cache: isOneIn(random, 16) ? pick(USES, random) : ("use" as const),
});

export function readSlots(run: Run, random: () => number): void {
  const options = optionsBy(random, disturb(run, random));
  const asTimes = isOneIn(random, 5);
  readQuestion(run, run.reader(random), pick(run.focus.questions, random), { ...options, asTimes });
}

/** Asks Cal.com, whose answer is on its way while other things happen. */
export function readSlotsLate(run: Run, random: () => number): void {
  answerLate(run, (1 + random()) * LATE_MS);
  const cache = pick(["use", "refresh", "refresh"] as const, random);
  readQuestion(run, run.reader(random), pick(run.focus.questions, random), { cache });
}

export function readQuestion(
  run: Run,
  process: Process,
  question: string,
  options: Parameters<typeof ask>[3] = {},
): void {
  const { client, name } = process;
  const give = async () => {
    const part = await ask(client.slots, run.world, question, options);
    const { source, loadBeganAt } = part;
    return { source, loadBeganAt, parts: [part] };
  };
  run.start(process, note(run, `${question} by ${name}`, give));
}

export function readLayer(run: Run, random: () => number): void {
  askLayer(run, random, optionsBy(random, disturb(run, random)));
}

/** Two readers ask one question each, again and again, while a change takes its course. */
export function watch(run: Run, random: () => number): void {
  for (let readers = 2; readers > 0; readers--) {
    const process = run.reader(random);
    const question = pick(run.focus.questions, random);
    for (let atMs = random() * STEP_MS; atMs < WATCHED_MS; atMs += random() * STEP_MS) {
      run.after(atMs, () => {
        if (process.isAlive) readQuestion(run, process, question);
      });
    }
  }
}

/** Makes a layer's answer while other things happen. */
export function readLayerLate(run: Run, random: () => number): void {
  answerLate(run, (1 + random()) * LATE_MS);
  askLayer(run, random, { cache: pick(["use", "refresh", "refresh"] as const, random) });
}

function askLayer(run: Run, random: () => number, options: ReadOptions): void {
  const process = run.reader(random);
  const { layer, slug } = pick(run.focus.layers, random);
  const give = async () => {
    const { value, provenance } = await process.layers[layer].read(slug, options);
    const { source, loadBeganAt } = provenance;
    return { source, loadBeganAt, parts: value };
  };
  run.start(process, note(run, `layer ${layer} of ${slug} by ${process.name}`, give));
}
