import type { AnswerWebhook } from "calcom-coherent/webhooks";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import {
  type BookArgs,
  type FindArgs,
  type FunctionCall,
  type Understood,
  understandBook,
  understandFind,
} from "./agent-call.ts";
import { bearerCheck } from "./agent-secret.ts";
import { type Answer, type BookAnswer, type FindAnswer, misheard } from "./answers.ts";

export interface AppOptions {
  readonly findTimes: (call: FunctionCall<FindArgs>) => Promise<FindAnswer>;
  readonly book: (call: FunctionCall<BookArgs>) => Promise<BookAnswer>;
  readonly answerWebhook: AnswerWebhook;
  /** What the agent's calls bear; `undefined` lets everybody in who reaches the port. */
  readonly agentSecret: string | undefined;
  readonly report: (error: unknown) => void;
}

/** More than a call with its transcript has, which some agents send along. */
const MOST_BYTES = 1_048_576;

const tooLarge = (context: Context) =>
  context.json({ error: `A function call has up to ${MOST_BYTES} bytes.` }, 413);

/** The routes: one for each function of the agent, and one for Cal.com's webhooks. */
export function createApp(options: AppOptions): Hono {
  const { findTimes, book, answerWebhook, agentSecret, report } = options;
  const app = new Hono();

  if (agentSecret !== undefined) {
    const isAgent = bearerCheck(agentSecret);
    app.use("/functions/*", async (context, next) => {
      if (isAgent(context.req.header("authorization"))) return next();
      return context.json({ error: "The agent's secret is missing, or another one." }, 401);
    });
  }
  app.use("/functions/*", async (context, next) => {
    // Without a secret, any page open in a browser here could book.
    if (context.req.header("origin") === undefined) return next();
    return context.json({ error: "Pages in browsers are no agents." }, 403);
  });
  app.use("/functions/*", bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }));

  const route = <Args>(
    name: string,
    understand: (body: unknown) => Understood<Args>,
    answer: (call: FunctionCall<Args>) => Promise<Answer>,
  ) =>
    app.post(`/functions/${name}`, async (context) => {
      const body: unknown = await context.req.json().catch(() => undefined);
      const understood = understand(body);
      switch (understood.kind) {
        case "malformed":
          return context.json({ error: understood.problem }, 400);
        case "misheard":
          return context.json(misheard(understood.language, understood));
        case "understood":
          return context.json(await answer(understood.call));
      }
    });
  route("find-times", understandFind, findTimes);
  route("book", understandBook, book);

  app.post("/webhooks/calcom", (context) => answerWebhook(context.req.raw));
  app.onError((error, context) => {
    report(error);
    return context.json({ error: "Something is wrong here; the log says what." }, 500);
  });
  return app;
}
