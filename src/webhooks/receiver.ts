import { refuseInsideLoad } from "../cache/frame.ts";
import { type Coherence, StoreError } from "../errors.ts";
import type { BookingIndex } from "../invalidation/booking-index.ts";
import type { Change } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { Invalidator } from "../invalidation/invalidator.ts";
import { readBody } from "./body.ts";
import { changeOf } from "./event-change.ts";
import { type EventNames, namesInEvent } from "./event-facts.ts";
import { headerValues } from "./headers.ts";
import { identityOf } from "./identity.ts";
import type { Inbox } from "./inbox.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { ReadEvent, WebhookRequest } from "./parse.ts";
import { type ReadingDeps, readDelivery } from "./reading.ts";
import type { ReceivedWebhook } from "./received.ts";
import { SIGNATURE_HEADER } from "./signature.ts";
import type { SignatureCheck } from "./signature-check.ts";
import { isUid } from "./uids.ts";

export interface ReceiverDeps extends ReadingDeps {
  readonly signatures: SignatureCheck;
  readonly maxBodyBytes: number;
  readonly invalidator: Invalidator;
  readonly index: BookingIndex;
  readonly emailHashes: EmailHashes;
  readonly inbox: Inbox;
  readonly lifecycle: Lifecycle;
}

/** Verifies, understands, and invalidates; resolves only when the store has confirmed it. */
export async function receive(
  deps: ReceiverDeps,
  request: WebhookRequest,
): Promise<ReceivedWebhook> {
  refuseInsideLoad("handleWebhook() or receiveWebhook()");
  const bytes = await readBody(request, deps.maxBodyBytes);
  await deps.signatures.check(bytes, headerValues(request, SIGNATURE_HEADER));
  const read = readDelivery(bytes, deps);
  const { event, reason } = read;
  const { change, names } = await understand(deps, read);
  const heard = await deps.invalidator.hear(change);
  if (names !== undefined && isUid(names.uid) && names.booking.eventTypeIds.length > 0) {
    // What the index does not know bumps everything, so of too many bookings nothing need be kept.
    await deps.index.remember([names.uid], names.booking, { onlyKnown: heard.isFlood });
  }
  refuseDeferred(heard.coherence);
  // After the bump: whatever is lost here, the invalidation is not.
  const body = { bytes, content: read.content };
  const [entry, outdated] = await Promise.all([
    deps.inbox.claim(await identityOf(event, body, deps.emailHashes)),
    deps.lifecycle.heard(event),
  ]);
  return {
    event,
    reason,
    outdated,
    ...entry,
    invalidated: [...heard.tags],
    settleAgain: async () => refuseDeferred((await deps.invalidator.hear(change)).coherence),
  };
}

function refuseDeferred(coherence: Coherence): void {
  if (coherence === "confirmed") return;
  throw new StoreError(
    "The delivery is genuine, but the store did not confirm its invalidation. Answer 503; it is being repeated, and until it lands this process asks Cal.com.",
  );
}

// It is Cal.com's own, so something has changed, whatever stands in the way of knowing what.
async function understand(
  deps: ReceiverDeps,
  { event, reason }: ReadEvent,
): Promise<{ change: Change; names?: EventNames }> {
  if (reason === "shape") return { change: { kind: "unrecognised" } };
  try {
    const names = await namesInEvent(event, deps.emailHashes);
    const find = async (uid: string | undefined) => (isUid(uid) ? deps.index.find(uid) : undefined);
    const [booking, previous] = await Promise.all([find(names.uid), find(names.previousUid)]);
    return { change: changeOf(event, names, { booking, previous }), names };
  } catch {
    return { change: { kind: "unrecognised" } };
  }
}
