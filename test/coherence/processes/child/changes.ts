import type { Clock } from "../../../../src/clock.ts";
import { type CalcomClient, CalcomError, SlotTakenError } from "../../../../src/index.ts";
import type { Note, Notebook } from "../notes.ts";
import { current, type Doing, nameOf, within } from "./doing.ts";

/** A change as this process makes it, or hears of it. */
export interface PlannedChange {
  readonly change: string;
  readonly what: string;
  readonly by: Exclude<Extract<Note, { kind: "acknowledged" }>["by"], "landing">;
  /** The event type that it is about. */
  readonly eventTypeId: number;
  /** Numbers of the questions that it is about whatever happens, or once the time is taken. */
  readonly said: readonly number[];
}

const LANDING_POLL_MS = 100;

/** Makes changes, and notes when each is acknowledged: a "deferred" one only when it has landed. */
export class Changes {
  readonly #client: CalcomClient;
  readonly #clock: Clock;
  readonly #notebook: Notebook;
  readonly #landings = new Set<Promise<void>>();

  constructor(client: CalcomClient, clock: Clock, notebook: Notebook) {
    this.#client = client;
    this.#clock = clock;
    this.#notebook = notebook;
    client.on("store-failed", () => {
      const change = current();
      if (change !== undefined) change.storeFailed = true;
    });
  }

  /**
   * @param act gives the coherence of what it did
   * @returns whether it has succeeded
   * @throws what may not happen at all
   */
  async make(planned: PlannedChange, act: () => Promise<string>): Promise<boolean> {
    const { change, what, by, said } = planned;
    const began = this.#clock.now();
    this.#notebook.note({ kind: "begun", change, what, at: began });
    const mine: Doing = { change, storeFailed: false, sentAt: undefined, repliedAt: undefined };
    const after = () => mine.repliedAt ?? mine.sentAt ?? began;
    return within(mine, async () => {
      try {
        this.#settled(planned, await act(), after(), by === "application" ? said : []);
        return true;
      } catch (error) {
        const ended = this.#clock.now();
        this.#notebook.note({ kind: "failed", what: by, why: nameOf(error), began, ended });
        const coherence = coherenceOf(error, by);
        const isAbout = by === "application" || error instanceof SlotTakenError;
        if (coherence !== undefined)
          this.#settled(planned, coherence, after(), isAbout ? said : []);
        return false;
      }
    });
  }

  #settled(
    { change, by, eventTypeId }: PlannedChange,
    coherence: string,
    after: number,
    said: readonly number[],
  ): void {
    const at = this.#clock.now();
    if (coherence === "confirmed") {
      this.#notebook.note({ kind: "acknowledged", by, change, at, after, said });
    } else {
      this.#notebook.note({ kind: "deferred", change, at });
      const landing = this.#land(change, eventTypeId, at, said);
      this.#landings.add(landing);
      void landing.finally(() => this.#landings.delete(landing));
    }
  }

  /** Resolves when everything deferred has landed. */
  async landed(): Promise<void> {
    await Promise.all(this.#landings);
  }

  // While anything is on its way to the store, each text is one never seen before.
  async #land(
    change: string,
    eventTypeId: number,
    after: number,
    said: readonly number[],
  ): Promise<void> {
    let before: string | undefined;
    for (;;) {
      const version = await this.#client.versionOf({ eventTypeId });
      if (version === before) break;
      before = version;
      await new Promise<void>((resolve) => void this.#clock.setTimeout(resolve, LANDING_POLL_MS));
    }
    const at = this.#clock.now();
    this.#notebook.note({ kind: "acknowledged", by: "landing", change, at, after, said });
  }
}

/** Of what the store has failed at, only a write's caller is told that nothing has changed. */
function coherenceOf(error: unknown, by: PlannedChange["by"]): string | undefined {
  if (!(error instanceof CalcomError)) return undefined;
  return error.code === "store_unavailable" && by !== "write" ? "deferred" : error.coherence;
}
