import { type Clock, cancelTimer } from "../clock.ts";

const queues = new WeakMap<object, InTurn>();
const LONGEST_QUEUE = 1_000;
/** A turn that hangs longer is given up; what it sent may then land whenever it likes. */
const LONGEST_TURN_MS = 60_000;

/** Runs what changes the same data one after another within this process. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** The queue of some data, shared by every store over it. */
  static of(identity: object): InTurn {
    const queue = queues.get(identity) ?? new InTurn();
    queues.set(identity, queue);
    return queue;
  }

  /**
   * Waits for its turn. A turn keeps its place until everything in it has ended, also where the
   * caller has long given up: a write that lands late must not meet another writer's.
   *
   * @throws Error when too many wait already
   */
  run<T>(turn: () => Promise<T>, clock: Clock): Promise<T> {
    if (this.#waiting >= LONGEST_QUEUE) {
      return Promise.reject(new Error("Too many changes wait for a store that does not answer."));
    }
    this.#waiting += 1;
    const result = this.#last.then(() => withinTime(turn(), clock));
    this.#last = result.then(
      () => this.#ended(),
      () => this.#ended(),
    );
    return result;
  }

  #ended(): void {
    this.#waiting -= 1;
  }
}

function withinTime<T>(promise: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`The store took longer than ${LONGEST_TURN_MS} ms.`));
    const timer = clock.setTimeout(late, LONGEST_TURN_MS);
    promise.then(resolve, reject).finally(() => cancelTimer(timer));
  });
}

/** Waits for all, also when one fails, so that nothing goes on after the turn. */
export async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
