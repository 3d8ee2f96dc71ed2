import { type LoadManner, SharedLoad } from "./shared-load.ts";

/** The loads under way, by entry key. */
export class Flights {
  readonly #unsent = new Map<string, SharedLoad>();
  readonly #sent = new Map<string, SharedLoad>();

  /** The youngest load whose request has not left: whoever comes now is older than its answer. */
  unsent(entryKey: string): SharedLoad | undefined {
    return this.#unsent.get(entryKey);
  }

  /** The youngest load that has left. */
  sent(entryKey: string): SharedLoad | undefined {
    return this.#sent.get(entryKey);
  }

  open(entryKey: string, manner: LoadManner): SharedLoad {
    const load = new SharedLoad(entryKey, manner, (abandoned) => this.end(abandoned));
    this.#unsent.set(entryKey, load);
    return load;
  }

  /** A load nobody else may join. */
  alone(entryKey: string, manner: Omit<LoadManner, "takesTurns">): SharedLoad {
    return new SharedLoad(entryKey, { ...manner, takesTurns: false }, () => undefined);
  }

  send(load: SharedLoad): void {
    this.end(load);
    this.#sent.set(load.entryKey, load);
  }

  end(load: SharedLoad): void {
    for (const flights of [this.#unsent, this.#sent]) {
      if (flights.get(load.entryKey) === load) flights.delete(load.entryKey);
    }
  }
}
