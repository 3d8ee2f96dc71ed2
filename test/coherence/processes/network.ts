import { isOneIn, pick } from "../histories/choice.ts";
import type { CalCom } from "./cal-com.ts";
import { type Counts, count } from "./counts.ts";
import { sleep } from "./pace.ts";
import { FENCE_MS } from "./settings.ts";

type Answer = (calCom: CalCom, request: Request) => Promise<Response>;

const LONGEST_WAIT_MS = 600;

const slowly =
  (random: () => number): Answer =>
  async ({ fake }, request) => {
    const response = await fake.handle(request);
    await sleep(random() * LONGEST_WAIT_MS);
    return response;
  };

const slow = (random: () => number): Readonly<Record<string, Answer>> => ({
  "slow to reply": slowly(random),
  "late to arrive": async ({ fake }, request) => {
    await sleep(random() * LONGEST_WAIT_MS);
    return fake.handle(request);
  },
});

/** Nobody knows then what has happened, and hits stop until a fence has ended. */
const unknown = (random: () => number): Readonly<Record<string, Answer>> => ({
  "the reply is lost": async ({ fake }, request) => {
    await fake.handle(request);
    return Response.error();
  },
  "500 after the commit": async ({ fake }, request) => {
    await fake.handle(request);
    return new Response("{}", { status: 500 });
  },
  // Well within the fence.
  "no reply, carried out later": async ({ fake }, request) => {
    const copy = new Request(request, { body: await request.text() });
    void sleep(random() * FENCE_MS).then(() => fake.handle(copy));
    return Response.error();
  },
});

/** The way to Cal.com: most answers come at once. */
export function createNetwork(random: () => number, counts: Counts, kill: (name: string) => void) {
  let isDeadly = false;
  return {
    /** Whoever makes the next change dies when Cal.com has made it, and before it hears of that. */
    killNextWriter(): void {
      isDeadly = true;
    },
    spareWriters(): void {
      isDeadly = false;
    },
    async answer(calCom: CalCom, request: Request, from: string | undefined): Promise<Response> {
      if (request.method === "GET") {
        if (!request.url.includes("/slots") || !isOneIn(random, 12)) {
          return calCom.fake.handle(request);
        }
        count(counts, "slots come late");
        return slowly(random)(calCom, request);
      }
      if (isDeadly && from !== undefined) {
        const response = await calCom.fake.handle(request);
        if (!response.ok || !isDeadly) return response;
        isDeadly = false;
        count(counts, "killed between Cal.com's commit and its own bump");
        kill(from);
        return Response.error();
      }
      if (!isOneIn(random, 4)) return calCom.fake.handle(request);
      const troubles = isOneIn(random, 3) ? unknown(random) : slow(random);
      const name = pick(Object.keys(troubles), random);
      count(counts, name);
      return (troubles[name] as Answer)(calCom, request);
    },
  };
}

export type Network = ReturnType<typeof createNetwork>;
