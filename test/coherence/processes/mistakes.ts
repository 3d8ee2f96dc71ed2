import type { ProcessHistory } from "./history.ts";
import type { Note } from "./notes.ts";

type State = Extract<Note, { kind: "state" }>;

/** A process that stays alive may hold on to so much more than soon after its start. */
const HEAP_GROWTH_BYTES = 24_000_000;
const RESOURCE_GROWTH = 10;

/** What must not happen in a process, whatever the store does. */
export function mistakesIn({ others }: ProcessHistory, alive: readonly string[]): string[] {
  const mistakes: string[] = [];
  const states = new Map<string, State[]>();
  const open = new Set<string>();
  for (const { process, note } of others) {
    if (note.kind === "mistake") mistakes.push(`Process ${process}: ${note.what}`);
    if (note.kind === "state") states.set(process, [...(states.get(process) ?? []), note]);
    if (note.kind === "deferred") open.add(`${note.change} of process ${process}`);
    if (note.kind === "acknowledged") open.delete(`${note.change} of process ${process}`);
  }
  for (const [process, noted] of states) {
    const [first, last] = [noted[0], noted.at(-1)];
    if (first === undefined || last === undefined) continue;
    if (last.heapBytes > first.heapBytes + HEAP_GROWTH_BYTES) {
      mistakes.push(`Process ${process} grew from ${first.heapBytes} to ${last.heapBytes} bytes.`);
    }
    if (last.resources > first.resources + RESOURCE_GROWTH) {
      const growth = `from ${first.resources} to ${last.resources}`;
      mistakes.push(`Process ${process} grew ${growth} timers and connections.`);
    }
  }
  for (const change of open) {
    if (alive.some((process) => change.endsWith(` ${process}`))) {
      mistakes.push(`The store has never been told of ${change}.`);
    }
  }
  return mistakes;
}
