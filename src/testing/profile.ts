/**
 * Which Cal.com the fake stands for: the server that was recorded, or Cal.com's own as it is
 * documented.
 */
export type ProfileName = "selfHosted" | "hosted";

/** Where the hosted profile is late, in milliseconds on the fake's clock. */
export interface HostedDelays {
  /** How long an answer of slots is given again, whatever has changed; default 2000. */
  readonly slotsCacheMs?: number;
  /** How far reads of bookings, absences and webhooks lag behind, and a reservation's checks; default 500. */
  readonly replicaLagMs?: number;
  /** How long webhooks wait in the queue; default 1000. */
  readonly webhookDelayMs?: number;
}

/** What sets the two servers apart. */
export interface Profile {
  readonly name: ProfileName;
  readonly slotsCacheMs: number;
  readonly replicaLagMs: number;
  /** `undefined` where the booking call itself sends its webhooks. */
  readonly webhookDelayMs: number | undefined;
}

/** The recorded server kept no slots and read what it had written (FACTS). */
const SELF_HOSTED: Profile = {
  name: "selfHosted",
  slotsCacheMs: 0,
  replicaLagMs: 0,
  webhookDelayMs: undefined,
};

export function profileOf(name: ProfileName = "selfHosted", delays?: HostedDelays): Profile {
  if (name === "hosted") {
    // Only the life of slots is known (API.md 13); the other two are stand-ins of its order.
    const { slotsCacheMs = 2_000, replicaLagMs = 500, webhookDelayMs = 1_000 } = delays ?? {};
    return { name, slotsCacheMs, replicaLagMs, webhookDelayMs };
  }
  if (delays === undefined) return SELF_HOSTED;
  throw new Error("`hosted` has values of the hosted profile; ask for it: profile: 'hosted'");
}
