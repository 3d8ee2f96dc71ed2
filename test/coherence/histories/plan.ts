import { createRandom } from "../../../src/testing/random.ts";

/** Changes, each as often as its number says. */
const CHANGES = {
  "bookings.create": 60,
  "writers meet": 20,
  "bookings.reschedule": 20,
  "bookings.cancel": 25,
  "bookings.decide": 14,
  "bookings.people": 12,
  "bookings.reassign": 10,
  "bookings.requestReschedule": 4,
  "seats.move": 6,
  "seats.cancel": 6,
  "reservations.create": 14,
  "reservations.update": 5,
  "reservations.delete": 6,
  "eventTypes.update": 5,
  "schedules.update": 3,
  "outOfOffice.create": 4,
  "outOfOffice.delete": 5,
  invalidate: 6,
  "page.book": 40,
  "page.reschedule": 20,
  "page.cancel": 40,
  "calendar.busy": 4,
  death: 3,
} as const;

export type StepKind =
  | keyof typeof CHANGES
  | "slots.list"
  | "layer"
  | "slots.late"
  | "layer.late"
  | "slots.confirm"
  | "slots.alternatives";

/** One step of a history. What it does in particular comes from its own seed alone. */
export interface PlannedStep {
  readonly kind: StepKind;
  readonly seed: number;
  /** What steps of a stretch have in common: event types, questions, and who asks. */
  readonly focus: number;
  /** How much happens before the next one: turns of promises, or milliseconds. */
  readonly pause: { readonly turns: number } | { readonly ms: number };
}

/** Whether a step changes something, and does not only read. */
export const isChange = (kind: StepKind): boolean => kind in CHANGES;

const KINDS = Object.entries(CHANGES) as [StepKind, number][];
const SUM = KINDS.reduce((sum, [, weight]) => sum + weight, 0);
const ROUNDS_IN_FOCUS = 5;
/** How often somebody asks for one time, to a step. */
const WISHES = 0.1;

function changeBy(random: () => number): StepKind {
  let left = random() * SUM;
  for (const [kind, weight] of KINDS) {
    left -= weight;
    if (left < 0) return kind;
  }
  return "bookings.create";
}

// Drawn apart, so that the other steps are what they would be without them.
function withWishes(steps: readonly PlannedStep[], random: () => number): readonly PlannedStep[] {
  return steps.flatMap((step) => {
    if (random() >= WISHES) return [step];
    const kind = random() < 0.5 ? "slots.confirm" : "slots.alternatives";
    const pause = { ms: Math.floor(random() * 300) };
    return [{ kind, seed: Math.floor(random() * 2 ** 31), focus: step.focus, pause }, step];
  });
}

/**
 * The steps of a history, the same for the same seed: rounds of reads that warm the caches, of changes
 * with reads in between, and of reads after them, until some time passes.
 */
export function planHistory(seed: number, operations: number): readonly PlannedStep[] {
  const random = createRandom(seed);
  const upTo = (limit: number) => Math.floor(random() * limit);
  const steps: PlannedStep[] = [];
  let focus = 0;
  const add = (kind: StepKind, pause: PlannedStep["pause"]) =>
    void steps.push({ kind, seed: upTo(2 ** 31), focus, pause });
  const reads = (count: number, pause: () => PlannedStep["pause"]) => {
    for (let left = count; left > 0; left--) add(random() < 0.6 ? "slots.list" : "layer", pause());
  };
  const shortly = () => (random() < 0.5 ? { turns: upTo(60) } : { ms: upTo(400) });
  for (let round = 0; steps.length < operations; round++) {
    if (round % ROUNDS_IN_FOCUS === 0) focus = upTo(2 ** 31);
    reads(6 + upTo(6), () => ({ ms: upTo(200) }));
    for (let left = 1 + upTo(3); left > 0; left--) {
      if (random() < 0.7) add(random() < 0.6 ? "slots.late" : "layer.late", shortly());
      add(changeBy(random), shortly());
      reads(upTo(5), shortly);
    }
    reads(4 + upTo(6), () => ({ ms: upTo(1_200) }));
    reads(1, () => ({ ms: upTo(random() < 0.15 ? 90_000 : 20_000) }));
  }
  return withWishes(steps.slice(0, operations), createRandom(seed + 1));
}
