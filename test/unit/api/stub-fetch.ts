import { CalcomClient, type CalcomClientOptions } from "../../../src/index.ts";
import { createVirtualClock, settle } from "../../../src/testing/virtual-clock.ts";

type Answer = (request: Request, count: number) => Response | Promise<Response>;

/** A `fetch` that answers as told and keeps what it was asked; it heeds its signal. */
export function stubFetch(answer: Answer) {
  const requests: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    const { signal } = request;
    signal.throwIfAborted();
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    return Promise.race([answer(request, requests.length), aborted]);
  };
  return { fetch, requests };
}

/** The failure of a broken connection as the platform's `fetch` reports it. */
export function brokenConnection(code: string): TypeError {
  const cause = Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code });
  return new TypeError("fetch failed", { cause });
}

/** A client on a virtual clock whose Cal.com is the given answer. */
export function stubbedClient(answer: Answer, extra: CalcomClientOptions = {}) {
  const clock = createVirtualClock();
  const { fetch, requests } = stubFetch(answer);
  const invalidation = { pools: "off" as const, ...extra.invalidation };
  const baseUrl = "https://api.cal.example/v2";
  const calcom = new CalcomClient({
    ...{ baseUrl, clock, fetch },
    // On a clock that stands still, looking for what never comes about would have no end.
    reconcileTimeoutMs: 0,
    // A budget's name is hashed in a thread, and such a clock is moved before that has come back.
    rateBudget: false,
    ...extra,
    invalidation,
  });
  return { calcom, clock, requests };
}

/** What `work` rejects with. */
export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error("It did not reject.");
    },
    (error: unknown) => error,
  );
}

/** Lets the process go on until something has come about that no promise tells of. */
export async function until(hasHappened: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1_000; round++) {
    if (await hasHappened()) return;
    await settle();
  }
  throw new Error("It has not happened.");
}
