import {
  type AnswerHttp,
  type ChangesHandlerOptions,
  type ChangesSource,
  createChangesHandler,
  createSlotsHandler,
  type SlotsHandlerOptions,
  type SlotsSource,
} from "../slots-http/index.ts";
import { answerNode } from "./node-answer.ts";
import { type NodeQuestion, questionFrom } from "./node-question.ts";
import { answerNodeStream, type NodeStreamResponse } from "./node-stream.ts";

/**
 * A route's handler for Express, Connect, or `node:http` and `node:http2` themselves. Resolves when
 * nothing more is written; `next` is called for nothing but errors nobody expected.
 */
export type HttpMiddleware = (
  request: NodeQuestion,
  response: NodeStreamResponse,
  next?: (error?: unknown) => void,
) => Promise<void>;

/**
 * `createSlotsHandler` as a route of Express.
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createChangesMiddleware, createSlotsMiddleware } from "calcom-coherent/express";
 * import express from "express";
 *
 * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 * const app = express();
 * app.get("/slots", createSlotsMiddleware(calcom, { eventTypeIds: [123] }));
 * app.get("/changes", createChangesMiddleware(calcom, { eventTypeIds: [123] }));
 * app.listen(3000);
 * ```
 */
export function createSlotsMiddleware(
  calcom: SlotsSource,
  options: SlotsHandlerOptions,
): HttpMiddleware {
  return middlewareOf(createSlotsHandler(calcom, options), answerNode);
}

/**
 * `createChangesHandler` as a route of Express. `server.close()` waits for streams to end:
 * `calcom.close()` ends them.
 */
export function createChangesMiddleware(
  calcom: ChangesSource,
  options: ChangesHandlerOptions,
): HttpMiddleware {
  return middlewareOf(createChangesHandler(calcom, options), answerNodeStream);
}

function middlewareOf(
  answer: AnswerHttp,
  write: (outgoing: NodeStreamResponse, response: Response) => Promise<void>,
): HttpMiddleware {
  return async (incoming, outgoing, next) => {
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    try {
      await write(outgoing, await answer(questionFrom(incoming, gone.signal)));
    } catch (error) {
      if (next === undefined) await answerNode(outgoing, new Response(null, { status: 500 }));
      else next(error);
    }
  };
}
