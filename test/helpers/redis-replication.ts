import type { RedisServer } from "./redis-server.ts";

const NAME = "replication";

/** Options of servers that copy each other as a user of their own, so that this can be forbidden. */
export const REPLICATION_ARGS: readonly string[] = [
  ...["--user", NAME, "on", `>${NAME}`, "+psync", "+replconf", "+ping"],
  ...["--masteruser", NAME, "--masterauth", NAME],
];

/**
 * Lets no server copy this one any more, while clients notice nothing. A frozen replica would not
 * do: what it was sent waits for it in the kernel, and it reads that before it is promoted.
 */
export async function cutReplication(master: RedisServer): Promise<void> {
  await master.command("ACL", "SETUSER", NAME, "off");
  await master.command("CLIENT", "KILL", "TYPE", "replica");
}

/** Lets servers copy this one again. */
export async function allowReplication(master: RedisServer): Promise<void> {
  await master.command("ACL", "SETUSER", NAME, "on");
}
