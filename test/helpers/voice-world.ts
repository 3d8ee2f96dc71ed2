import type { Answer } from "../../examples/voice-agent/answers.ts";
import type { FollowUp } from "../../examples/voice-agent/booking-desk.ts";
import { type ServiceOptions, startService } from "../../examples/voice-agent/service.ts";
import type { CalcomClientOptions } from "../../src/index.ts";
import { createReconciledWorld } from "./reconciled-world.ts";
import { DAY } from "./world.ts";

/** What a function call is answered, as far as tests look into it. */
export type Told = Answer & {
  readonly status: string;
  readonly booking?: { readonly uid: string; readonly start: string };
  readonly problem?: string;
};

type Extra = Partial<ServiceOptions> & { readonly client?: CalcomClientOptions };

const STEP_MS = 1_000;

/** A world with phone agents, whose answers live as long as they usually do. */
export function createVoiceWorld(options: Extra = {}) {
  const world = createReconciledWorld();
  const reported: unknown[] = [];
  const followUps: FollowUp[] = [];

  /** Another process with the same functions. */
  const agent = ({ client, ...extra }: Extra = {}) => {
    const service = startService({
      calcom: world.client({ ttl: {}, retries: 0, ...client }),
      clock: world.clock,
      eventTypeId: world.half.id,
      timeZone: "UTC",
      report: (error) => reported.push(error),
      followUp: (open) => followUps.push(open),
      ...extra,
    });
    const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      service.app.request(path, { method: "POST", body: JSON.stringify(body), headers });
    const call = async (name: string, args: object, callId: string): Promise<Told> => {
      const answer = await send(`/functions/${name}`, { call: { call_id: callId }, args });
      return (await answer.json()) as Told;
    };
    const wish = (hour: string) => ({ day: DAY, hour, language: "en" });
    return {
      ...{ service, send },
      find: (hour: string, args: object = {}) =>
        call("find-times", { ...wish(hour), ...args }, "call-1"),
      book: (hour: string, callId = "call-1", args: object = {}) =>
        call("book", { ...wish(hour), name: "Clara", ...args }, callId),
    };
  };

  const first = agent(options);
  world.receiveWith(async ({ headers, body }) => {
    const init = { method: "POST", headers, body, duplex: "half" };
    return first.service.app.request("/webhooks/calcom", init);
  });

  /** Lets time pass in steps, so that it overtakes no hash that something is about to wait for. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= STEP_MS) await world.pass(Math.min(STEP_MS, left));
    await world.pass(0);
  };

  /** Does it, and counts what Cal.com is asked meanwhile. */
  const asked = async <T>(act: () => Promise<T>): Promise<readonly [T, number]> => {
    const before = world.fake.requests.length;
    const result = await act();
    return [result, world.fake.requests.length - before];
  };
  return { ...world, ...first, agent, pass, asked, reported, followUps };
}

/** Longer than Cal.com is given to settle after a webhook, and all that is read after it. */
export const SETTLED_MS = 10_000;
