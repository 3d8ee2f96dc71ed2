import { AsyncLocalStorage } from "node:async_hooks";
import { CalcomError } from "../../../../src/index.ts";

/** A change that this process makes or hears of, and how far it has come. */
export interface Doing {
  readonly change: string;
  /** Whether the store has failed at anything on the way. */
  storeFailed: boolean;
  sentAt: number | undefined;
  /** When Cal.com's answer came, or the connection broke. */
  repliedAt: number | undefined;
}

const doing = new AsyncLocalStorage<Doing>();

/** The change that this call belongs to; of reads none. */
export const current = (): Doing | undefined => doing.getStore();

export function within<T>(change: Doing, act: () => Promise<T>): Promise<T> {
  return doing.run(change, act);
}

/** No caller can mean these by what it does here. */
const MISTAKES: readonly string[] = [
  ...["configuration", "circular_layer", "webhook_payload", "write_inside_load"],
  ...["webhook_signature", "invalid_input", "invalid_response"],
];

/** What a failure is called; whatever may not happen at all is thrown again. */
export function nameOf(error: unknown): string {
  if (!(error instanceof CalcomError) || MISTAKES.includes(error.code)) throw error;
  return [error.code, error.status].filter((part) => part !== undefined).join(" ");
}
