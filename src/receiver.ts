import type { Notes } from "./cache/notes.ts";
import type { StoreAccess } from "./cache/store-access.ts";
import type { ResolvedOptions } from "./options.ts";
import { Claims } from "./webhooks/claims.ts";
import { Inbox } from "./webhooks/inbox.ts";
import { Lifecycle } from "./webhooks/lifecycle.ts";
import type { ReceiverDeps } from "./webhooks/receiver.ts";
import { SignatureCheck } from "./webhooks/signature-check.ts";

interface Surroundings
  extends Pick<ReceiverDeps, "warn" | "invalidator" | "index" | "emailHashes"> {
  readonly access: StoreAccess;
  readonly notes: Notes;
  readonly notePrefix: string;
  readonly onStoreError: (error: unknown) => void;
}

/** What a client takes webhooks with. */
export function receiverOf(options: ResolvedOptions, surroundings: Surroundings): ReceiverDeps {
  const { access, notes, notePrefix, onStoreError, ...shared } = surroundings;
  const { clock } = options;
  const claims = new Claims({ access, keyPrefix: notePrefix, clock, onStoreError });
  return {
    ...shared,
    signatures: new SignatureCheck(options.webhookSecrets),
    maxBodyBytes: options.maxWebhookBytes,
    mapBody: options.mapWebhookBody,
    inbox: new Inbox(notes, claims),
    lifecycle: new Lifecycle(notes),
  };
}
