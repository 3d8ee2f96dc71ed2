import { systemClock } from "../../clock.ts";
import type { RedisClient } from "./transport.ts";

/**
 * Gives a connection up on which nothing is answered any more. A socket's own timeout counts what
 * is sent as life, so it never ends the connection to a frozen server that commands still go to.
 *
 * @param reconnect rejects what is under way and connects anew
 */
export function givingUpOnSilence(
  client: RedisClient,
  longestMs: number,
  reconnect: () => void,
  monotonic = systemClock.monotonic,
): RedisClient {
  let unanswered = 0;
  let silentSince = 0;
  const answered = () => {
    unanswered -= 1;
    silentSince = monotonic();
  };
  return {
    sendCommand: (command) => {
      if (unanswered === 0) silentSince = monotonic();
      else if (monotonic() - silentSince > longestMs) reconnect();
      unanswered += 1;
      const reply = client.sendCommand(command);
      reply.then(answered, answered);
      return reply;
    },
    on: (event, listener) => client.on(event, listener),
    off: (event, listener) => client.off(event, listener),
    duplicate: () => client.duplicate(),
  };
}
