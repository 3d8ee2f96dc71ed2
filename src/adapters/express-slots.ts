import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type AnswerHttp,
  type ChangesHandlerOptions,
  type ChangesSource,
  createChangesHandler,
  createSlotsHandler,
  type SlotsHandlerOptions,
  type SlotsSource,
} from "../slots-http/index.ts";
import { answerNodeStream } from "./node-stream.ts";

/** A route's handler for Express, Connect, or `node:http` itself. */
export type HttpMiddleware = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** `createSlotsHandler` as a route of Express. */
export function createSlotsMiddleware(
  calcom: SlotsSource,
  options: SlotsHandlerOptions,
): HttpMiddleware {
  return middlewareOf(createSlotsHandler(calcom, options));
}

/** `createChangesHandler` as a route of Express. */
export function createChangesMiddleware(
  calcom: ChangesSource,
  options: ChangesHandlerOptions,
): HttpMiddleware {
  return middlewareOf(createChangesHandler(calcom, options));
}

function middlewareOf(answer: AnswerHttp): HttpMiddleware {
  return async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const headers = new Headers();
    for (const name of ["if-none-match", "last-event-id"]) {
      const value = incoming.headers[name];
      if (typeof value === "string") headers.set(name, value);
    }
    const address = (incoming as { originalUrl?: string }).originalUrl ?? incoming.url ?? "/";
    const url = new URL(address, "http://slots.invalid/");
    await answerNodeStream(
      outgoing,
      await answer(new Request(url, { headers, signal: gone.signal })),
    );
  };
}
