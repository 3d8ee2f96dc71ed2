import type { SendCommand } from "./transport.ts";

// A digest depends on nothing but the text, so what one server answered holds for all of them.
const digests = new Map<string, string>();

/** Runs a script by its digest, or by its text where the server does not know it. */
export async function runScript(
  send: SendCommand,
  script: string,
  keys: readonly string[],
  args: readonly string[],
): Promise<unknown> {
  const digest = digests.get(script) ?? String(await send(["SCRIPT", "LOAD", script]));
  digests.set(script, digest);
  const operands = [String(keys.length), ...keys, ...args];
  try {
    return await send(["EVALSHA", digest, ...operands]);
  } catch (error) {
    // The server has forgotten its scripts, so nothing was executed.
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return send(["EVAL", script, ...operands]);
  }
}
