import { randomToken } from "../../tokens.ts";
import { generationKey } from "./generations.ts";
import { runScript } from "./run-script.ts";
import { MEET_SERVER_SCRIPT } from "./scripts.ts";
import type { MeetServer, SendCommand } from "./transport.ts";

/**
 * Meets a server: where it is another one than the registry was last seen on, nothing stored before
 * is believed.
 */
export function meetServer(options: {
  readonly onReplaced: (registry: string) => void;
  readonly warn: (message: string) => void;
}): MeetServer {
  let warned = false;
  return async (registry, send) => {
    const keys = [`${registry}#server`, generationKey(registry), registry, `${registry}#marks`];
    const [replaced, mayEvict] = await Promise.all([
      runScript(send, MEET_SERVER_SCRIPT, keys, [randomToken(), randomToken()]),
      warned ? false : evictsRecords(send),
    ]);
    if (replaced === 1) options.onReplaced(registry);
    if (!mayEvict || warned) return;
    warned = true;
    options.warn(
      'This Redis may evict version records when its memory is full: set "maxmemory-policy noeviction".',
    );
  };
}

// Every policy but one takes records as well, for they have a time to live.
async function evictsRecords(send: SendCommand): Promise<boolean> {
  const info = String(await send(["INFO", "memory"]));
  const setting = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const policy = setting("maxmemory_policy") ?? "noeviction";
  return policy !== "noeviction" && setting("maxmemory") !== "0";
}
