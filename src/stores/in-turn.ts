import { type Clock, cancelTimer } from "../clock.ts";

const queues = new WeakMap<object, InTurn>();

/** Runs what changes the same data one after another within this process. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** The queue of some data, shared by every store over it. */
  static of(identity: object): InTurn {
    const queue = queues.get(identity) ?? new InTurn();
    queues.set(identity, queue);
    return queue;
  }

  /** Waits for its turn; a turn that hangs is given up, so that it does not hold the others. */
  run<T>(turn: () => Promise<T>, timeoutMs: number, clock: Clock): Promise<T> {
    const result = this.#last.then(() => withinTime(turn(), timeoutMs, clock));
    this.#last = result.catch(() => undefined);
    return result;
  }
}

function withinTime<T>(promise: Promise<T>, timeoutMs: number, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`The store took longer than ${timeoutMs} ms.`));
    const timer = clock.setTimeout(late, timeoutMs);
    promise.then(resolve, reject).finally(() => cancelTimer(timer));
  });
}
