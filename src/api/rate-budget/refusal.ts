import type { Priority } from "../../cache/question.ts";
import { RateLimitError } from "../../errors.ts";

/** Why a request cannot leave now. */
export type LimitedBy = "budget" | "blocked" | "queue-full";

/** What listeners are told of a request that has to wait, or was refused. */
export interface Limited {
  readonly priority: Priority;
  readonly reason: LimitedBy;
  readonly waitMs: number;
  readonly refused: boolean;
}

const BECAUSE: Readonly<Record<LimitedBy, string>> = {
  budget:
    "Cal.com's rate limit is used up for longer than this call may take. Call again later, or with a longer `timeoutMs`.",
  blocked:
    "Cal.com refuses this credential for longer than this call may take. Call again later, or with a longer `timeoutMs`.",
  "queue-full":
    "Too many calls of this priority wait for Cal.com's rate limit. Call less often, or raise `rateBudget.maxQueued`.",
};

/** The error for a request that was not sent. */
export function budgetRefusal(
  { method, path }: { readonly method: string; readonly path: string },
  reason: LimitedBy,
  retryAfterMs: number | undefined,
): RateLimitError {
  return new RateLimitError(`${method} /${path} was not sent. ${BECAUSE[reason]}`, {
    ...{ method, path: `/${path}`, retryAfterMs },
    refusedBy: "governor",
  });
}
