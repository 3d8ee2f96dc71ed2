import { ConfigurationError } from "../errors.ts";
import type { PoolMember } from "./rules.ts";

/** One host of an event type, as an application names it. */
export interface PoolHost {
  readonly id: number;
  readonly email: string;
}

/**
 * Who can host an event type. `auto` learns from Cal.com: personal event types of the credential's
 * user, and a team's where its members may be read; `off` knows none; an application that knows its
 * hosts says so, completely, in a table or a function.
 */
export type PoolsOption =
  | "auto"
  | "off"
  | Readonly<Record<number, readonly PoolHost[]>>
  | ((
      eventTypeId: number,
    ) => readonly PoolHost[] | undefined | Promise<readonly PoolHost[] | undefined>);

/**
 * Every host with id and e-mail address. None at all is not a pool: then nobody knows who hosts.
 *
 * @throws ConfigurationError naming the event type
 */
export function checkedPool(
  eventTypeId: number,
  hosts: readonly PoolHost[],
): readonly PoolHost[] | undefined {
  const isHost = (host: PoolHost | undefined) =>
    Number.isSafeInteger(host?.id) && typeof host?.email === "string" && host.email.includes("@");
  if (!Array.isArray(hosts) || !hosts.every(isHost)) {
    throw new ConfigurationError(
      `The pool of event type ${eventTypeId} must list { id, email } of every host.`,
    );
  }
  return hosts.length === 0 ? undefined : hosts;
}

/** Whether two pools have the same members. */
export function samePool(
  left: readonly PoolMember[] | undefined,
  right: readonly PoolMember[] | undefined,
): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
