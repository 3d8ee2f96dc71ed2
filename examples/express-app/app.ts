import type { AddressInfo } from "node:net";
import { CalcomClient, type Clock, type Reconciler, systemClock } from "calcom-coherent";
import {
  createChangesMiddleware,
  createSlotsMiddleware,
  createWebhookMiddleware,
} from "calcom-coherent/express";
import { redisStore } from "calcom-coherent/redis";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { AccountSettings } from "../shared/settings.ts";
import { textsIn } from "../shared/texts.ts";
import { assets } from "./assets.ts";
import { changesApi } from "./changes-api.ts";
import { plainPage } from "./markup/pages.ts";
import { pages, send } from "./pages-routes.ts";
import type { Practice } from "./practice.ts";
import { securityHeaders } from "./security-headers.ts";
import { languageOf } from "./visitor-language.ts";

/** The application over a client: pages, slots, changes, bookings and the webhook. */
export async function createApp(practice: Practice): Promise<Express> {
  const { calcom, eventTypeId } = practice;
  const app = express().disable("x-powered-by");
  app.use(securityHeaders);
  app.use("/assets", await assets());
  app.get("/slots", createSlotsMiddleware(calcom, { eventTypeIds: [eventTypeId] }));
  app.get("/slots/changes", createChangesMiddleware(calcom, { eventTypeIds: [eventTypeId] }));
  app.post("/webhooks/calcom", createWebhookMiddleware(calcom));
  app.use("/bookings", changesApi(practice));
  app.use(pages(practice));
  app.use((request, response) => {
    const language = languageOf(request, response);
    send(response.status(404), plainPage(language, textsIn(language).manage.missing));
  });
  app.use(unexpected);
  return app;
}

const unexpected: ErrorRequestHandler = (error, request, response, _next) => {
  const language = languageOf(request, response);
  const { problems } = textsIn(language);
  // Express and its parsers say by a status of 4xx that the request is at fault.
  if (error?.status >= 400 && error.status < 500) {
    send(response.status(error.status), plainPage(language, problems.invalid));
    return;
  }
  console.error(error);
  send(response.status(500), plainPage(language, problems.unreachable));
};

/** How an application is started. */
export interface StartOptions {
  /** `0`: one the system chooses. */
  readonly port: number;
  readonly account: AccountSettings;
  readonly officeZone: string;
  readonly redisUrl?: string | undefined;
  readonly clock?: Clock;
  /** Milliseconds between two looks for changes nobody told of. @default 60_000 */
  readonly reconcileMs?: number;
}

/** An application that listens. */
export interface RunningApp {
  /** Without a path. */
  readonly url: string;
  readonly calcom: CalcomClient;
  readonly reconciler: Reconciler;
  /** Ends what is under way, open streams too. */
  close(): Promise<void>;
}

export async function startExpressApp(options: StartOptions): Promise<RunningApp> {
  const { account, officeZone, redisUrl, clock = systemClock, reconcileMs = 60_000 } = options;
  const { apiKey, baseUrl, eventTypeId, webhookSecret } = account;
  const store = redisUrl === undefined ? undefined : redisStore({ url: redisUrl });
  const calcom = new CalcomClient({
    ...{ apiKey, baseUrl, webhookSecret, clock },
    ...(store && { store }),
  });
  const app = await createApp({ calcom, eventTypeId, officeZone, clock });
  const server = app.listen(options.port, "127.0.0.1");
  await new Promise<void>((resolve, reject) =>
    server.once("listening", resolve).once("error", reject),
  );
  const reconciler = calcom.reconciler({ intervalMs: reconcileMs });
  reconciler.start();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calcom,
    reconciler,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // A page's stream of changes would stay open for as long as the page.
      server.closeAllConnections();
      await closed;
      await calcom.close();
      await store?.close();
    },
  };
}
