import type { StoredEntry, StoreRead, TagState } from "../../../src/stores/contract.ts";
import { isBounded } from "./cast.ts";
import type { StepMessage } from "./model-store.ts";
import type { System } from "./system.ts";

/**
 * Two runs with equal keys have the same future. A process is a function of what it has heard;
 * tokens matter only by being equal or not, times only by their order to acknowledgements.
 */
export function stateKey(system: System): string {
  const names = new Map<string, number>();
  const named = (token: string): number => {
    const known = names.get(token) ?? names.size;
    names.set(token, known);
    return known;
  };
  const { monitor, shared } = system;
  const entry = ({ value, versions, loadBeganAt }: StoredEntry) => [
    ...[value, monitor.rank(loadBeganAt)],
    ...Object.entries(versions).map(([tag, version]) => [tag, named(version)]),
  ];
  const state = (one: TagState | undefined) =>
    one && [named(one.version), one.marked, one.cautious];
  const message = ({ previous, next, recordKeys }: StepMessage) => [
    ...[named(previous), named(next), recordKeys],
  ];
  const answer = (heard: unknown): unknown => {
    if (typeof heard === "string") return named(heard);
    if (isMessage(heard)) return message(heard);
    if (Array.isArray(heard)) return heard.map((one) => (isState(one) ? state(one) : one));
    const read = heard as StoreRead | undefined;
    return read?.states === undefined
      ? heard
      : [read.entry && entry(read.entry), ...read.states.map(state)];
  };
  const isTimed = system.cast.processes.some(isBounded);
  // A process looks at its clock when somebody asks, and when it is told the generation.
  const when = (what: string, at: number) =>
    isTimed && / starts$|generation answer/.test(what) ? [system.whilesSince(at)] : [];
  const steps = system.enabled().map(({ label }) => label);
  // What a process lets go of at its end depends on what it has heard.
  const isOver = (index: number) =>
    !(system.cast.inTurn && steps.some((label) => label.startsWith(`${index} `)));
  const processes = system.members.map(({ crashed, heard, left, loads }, index) =>
    crashed || (left === 0 && isOver(index))
      ? "over"
      : [
          heard.map(([what, given, at]) => [what, answer(given), ...when(what, at)]),
          loads.map((moment) => monitor.rank(moment)),
        ],
  );
  const records = [...shared.records]
    .sort(byKey)
    .map(([key, { version, marks }]) => [
      ...[key, named(version)],
      ...marks.map(({ id, kind, endsAt }) => [kind, named(id), system.hasEnded(endsAt)]),
    ]);
  const leases = [...shared.leases.held]
    .sort(byKey)
    .map(([, { lease, endsAt }]) => [
      ...[lease.entryKey, named(lease.holder), system.hasEnded(endsAt)],
      ...lease.stamp
        .split("&")
        .map((part) => [part.split("=")[0], named(part.split("=")[1] ?? "")]),
    ]);
  const entries = [...shared.entries].sort(byKey).map(([key, one]) => [key, entry(one)]);
  const { commits, faulted, timePassed } = system;
  const rest = [[...commits].sort(), faulted, timePassed, monitor.open()];
  const timed = isTimed && [
    ...[system.whilesSince(0), monitor.deeds((at) => system.whilesSince(at))],
    ...[named(shared.generation), [...system.mail].sort(byKey).map(([, one]) => message(one))],
  ];
  return JSON.stringify([processes, records, entries, leases, steps, rest, timed]);
}

function isState(value: unknown): value is TagState {
  return typeof value === "object" && value !== null && "version" in value;
}

function isMessage(value: unknown): value is StepMessage {
  return typeof value === "object" && value !== null && "recordKeys" in value;
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
