import { isOneIn, pick } from "./choice.ts";
import { comparable } from "./comparable.ts";
import type { Part, Read } from "./history.ts";
import type { Process } from "./processes.ts";
import { answerLate, disturb, LATE_MS, note } from "./reads.ts";
import { count, type Run } from "./run.ts";
import { useQuestion } from "./truth.ts";
import { nearOf, type Wish } from "./wishes.ts";
import { questionsOf } from "./writes.ts";

type CallOptions = { readonly signal?: AbortSignal | undefined };
type Given = Pick<Read, "source" | "loadBeganAt" | "parts">;

/** How many callers there are at most who want to know the same. */
const MOST_CALLERS = 4;
const SHORTLY_MS = 300;

/** Some callers of one process, together or one after the other, ask whether a time can be booked. */
export function askConfirm(run: Run, random: () => number): void {
  askFor(run, random, "confirm", confirm);
}

/** The same of times near a wish. */
export function askAlternatives(run: Run, random: () => number): void {
  askFor(run, random, "alternatives", findAlternatives);
}

type Ask = (
  run: Run,
  process: Process,
  asked: { readonly name: string; readonly wish: Wish },
  options: CallOptions,
) => Promise<Given>;

function askFor(run: Run, random: () => number, kind: Wish["kind"], ask: Ask): void {
  const { questions } = run.world;
  const name = pick(
    run.focus.wishes.filter((one) => questions.get(one)?.wish?.kind === kind),
    random,
  );
  const wish = name === undefined ? undefined : questions.get(name)?.wish;
  if (name === undefined || wish === undefined) return;
  const process = run.reader(random);
  // While the answer is on its way, a change may be made and acknowledged.
  const isLate = isOneIn(random, 2);
  if (isLate) answerLate(run, (1 + random()) * LATE_MS);
  const signal = isLate ? undefined : disturb(run, random);
  const callers = 1 + Math.floor(random() * MOST_CALLERS);
  for (let caller = 0; caller < callers; caller++) {
    const begin = () => {
      if (!process.isAlive) return;
      count(run.counts.wishes, kind);
      const options = caller === 0 ? { signal } : {};
      const give = () => ask(run, process, { name, wish }, options);
      run.start(process, note(run, `${name} by ${process.name}`, give));
    };
    if (caller === 0) begin();
    else run.after(random() * (isLate ? LATE_MS : SHORTLY_MS), begin);
  }
}

/** What is gone, the library has invalidated before it says so. */
const confirm: Ask = ({ world }, { client, name: whose }, { name, wish }, options) =>
  world.recorder.act(`${name} by ${whose}`, "application", async (change) => {
    useQuestion(world, name);
    const { eventTypeId, start } = wish;
    const found = await client.slots.confirm({ eventTypeId, start }, options);
    if (!found.available && found.coherence === "confirmed") {
      for (const about of questionsOf(world, eventTypeId)) change.said.add(about);
      world.recorder.acknowledged(change);
    }
    return givenOf(name, found.available ? "free" : "gone", found.provenance);
  });

const findAlternatives: Ask = async ({ world }, { client }, { name, wish }, options) => {
  useQuestion(world, name);
  const { slots, provenance } = await client.slots.alternatives(nearOf(wish), options);
  return givenOf(name, comparable({ near: slots }), provenance);
};

function givenOf(
  question: string,
  value: string,
  { loadBeganAt, source }: Pick<Read, "source" | "loadBeganAt">,
): Given {
  const part: Part = { question, value, loadBeganAt };
  return { source, loadBeganAt, parts: [part] };
}
