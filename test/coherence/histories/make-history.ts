import { memoryStore } from "../../../src/index.ts";
import type { ProfileName } from "../../../src/testing/index.ts";
import { createRandom } from "../../../src/testing/random.ts";
import { withLeases } from "../../helpers/with-leases.ts";
import { deterministically } from "./determinism.ts";
import type { History } from "./history.ts";
import {
  calendarIsBusy,
  processDies,
  receiveWebhooks,
  visitorBooks,
  visitorCancels,
  visitorReschedules,
} from "./outside.ts";
import { isChange, type PlannedStep, type StepKind } from "./plan.ts";
import {
  readLayer,
  readLayerLate,
  readQuestion,
  readSlots,
  readSlotsLate,
  watch,
} from "./reads.ts";
import { askAlternatives, askConfirm } from "./reads-wishes.ts";
import { Run } from "./run.ts";
import { createHistoryWorld } from "./world.ts";
import * as bookings from "./writes-bookings.ts";
import * as settings from "./writes-settings.ts";

const OPERATIONS: Readonly<Record<StepKind, (run: Run, random: () => number) => void>> = {
  "slots.list": readSlots,
  layer: readLayer,
  "slots.late": readSlotsLate,
  "layer.late": readLayerLate,
  "slots.confirm": askConfirm,
  "slots.alternatives": askAlternatives,
  "bookings.create": bookings.createBooking,
  "writers meet": bookings.writersMeet,
  "bookings.reschedule": bookings.rescheduleBooking,
  "bookings.cancel": bookings.cancelBooking,
  "bookings.decide": bookings.decideBooking,
  "bookings.people": bookings.addPeople,
  "bookings.reassign": bookings.reassignBooking,
  "bookings.requestReschedule": bookings.requestReschedule,
  "seats.move": bookings.moveSeat,
  "seats.cancel": bookings.cancelSeat,
  "reservations.create": settings.createReservation,
  "reservations.update": settings.updateReservation,
  "reservations.delete": settings.deleteReservation,
  "eventTypes.update": settings.updateEventType,
  "schedules.update": settings.updateSchedule,
  "outOfOffice.create": settings.createAbsence,
  "outOfOffice.delete": settings.deleteAbsence,
  invalidate: settings.invalidate,
  "page.book": visitorBooks,
  "page.reschedule": visitorReschedules,
  "page.cancel": visitorCancels,
  "calendar.busy": calendarIsBusy,
  death: processDies,
};

/** Beyond so much at once, time passes first. */
const MOST_OPEN = 40;
/** Longer than anything that hangs, and than every mark. */
const UNTIL_QUIET_MS = 200_000;

/** How a history is made. */
export interface HistoryOptions {
  readonly seed: number;
  readonly clients: number;
  readonly profile: ProfileName;
}

export interface MadeHistory extends Pick<Run, "counts"> {
  readonly history: History;
}

/**
 * Runs a plan: each step is begun, and while it is under way the next ones are.
 *
 * @throws what no operation may throw
 */
export function makeHistory(
  { seed, clients, profile }: HistoryOptions,
  plan: readonly PlannedStep[],
): Promise<MadeHistory> {
  return deterministically(seed, async () => {
    const world = createHistoryWorld(profile);
    const { clock } = world;
    const run = new Run(world, withLeases(memoryStore({ clock }), clock), clients, seed);
    receiveWebhooks(run, seed);
    for (const { kind, seed: ownSeed, focus, pause } of plan) {
      run.focusOn(focus);
      const random = createRandom(ownSeed);
      OPERATIONS[kind](run, random);
      if (isChange(kind)) watch(run, random);
      if ("ms" in pause) await clock.advance(pause.ms);
      else for (let turn = 0; turn < pause.turns; turn++) await undefined;
      while (run.open > MOST_OPEN) await clock.advance(1_000);
    }
    await clock.advance(UNTIL_QUIET_MS);
    // Once to be kept, once to be given from what was kept.
    for (const _time of [1, 2]) {
      const lists = [...world.questions.values()].filter(({ wish }) => wish === undefined);
      lists.forEach(({ name }, index) => {
        const process = run.processes[index % run.processes.length];
        if (process !== undefined) readQuestion(run, process, name);
      });
      await clock.advance(1_000);
    }
    const [mistake] = run.mistakes;
    if (mistake !== undefined) throw mistake;
    if (run.open > 0) throw new Error(`${run.open} operations never ended`);
    return { history: world.recorder.history, counts: run.counts };
  });
}
