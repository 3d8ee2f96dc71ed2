import { createClient } from "@keyv/redis";
import type { RedisServer } from "./redis-server.ts";

/** What a server was told meanwhile. */
export interface WatchedCommands {
  /** What clients sent, without what keeps their connections alive. */
  readonly sent: readonly string[];
  /** What scripts did. */
  readonly inScripts: readonly string[];
}

const LINE = /^[\d.]+ \[\d+ (\S+)\] (.*)$/s;
const UPKEEP = /^"(?:ping|client|hello|select|echo)"/i;

/** Runs something and tells which commands reached the server while it ran. */
export async function watchCommands(
  server: RedisServer,
  run: () => unknown,
): Promise<WatchedCommands> {
  const lines: { readonly source: string; readonly command: string }[] = [];
  const client = createClient({ url: server.url });
  await client.connect();
  let seen = () => {};
  const marker = "everything before this has been seen";
  const end = new Promise<void>((resolve) => {
    seen = resolve;
  });
  await client.monitor((reply) => {
    const line = String(reply);
    const [, source = "", command = ""] = LINE.exec(line) ?? [];
    lines.push({ source, command });
    if (line.includes(marker)) seen();
  });
  try {
    await run();
    await server.command("ECHO", marker);
    await end;
  } finally {
    client.destroy();
  }
  const commands = lines.filter(({ command }) => !UPKEEP.test(command));
  const of = (isScript: boolean) =>
    commands.filter(({ source }) => (source === "lua") === isScript).map(({ command }) => command);
  return { sent: of(false), inScripts: of(true) };
}
