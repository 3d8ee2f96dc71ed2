import type { AddressInfo } from "node:net";
import { CalcomClient, type Clock, type Reconciler, systemClock } from "calcom-coherent";
import {
  createChangesMiddleware,
  createSlotsMiddleware,
  createWebhookMiddleware,
} from "calcom-coherent/express";
import { redisStore } from "calcom-coherent/redis";
import express, { type ErrorRequestHandler, type Express } from "express";
import { type Names, namesOf, textsOf } from "../shared/named-texts.ts";
import type { AccountSettings } from "../shared/settings.ts";
import { assets } from "./assets.ts";
import { changesApi } from "./changes-api.ts";
import { plainPage } from "./markup/pages.ts";
import { pages, send } from "./pages-routes.ts";
import type { Practice } from "./practice.ts";
import { securityHeaders } from "./security-headers.ts";
import { languageOf } from "./visitor-language.ts";

/** The application over a client: pages, slots, changes, bookings and the webhook. */
export async function createApp(practice: Practice): Promise<Express> {
  const { calcom, eventTypeId, names } = practice;
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
    const texts = textsOf(names, language);
    send(response.status(404), plainPage(language, texts, texts.manage.missing));
  });
  app.use(unexpected(names));
  return app;
}

const unexpected =
  (names: Names | undefined): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const language = languageOf(request, response);
    const texts = textsOf(names, language);
    const { problems } = texts;
    // Express and its parsers say by a status of 4xx that the request is at fault.
    if (error?.status >= 400 && error.status < 500) {
      send(response.status(error.status), plainPage(language, texts, problems.invalid));
      return;
    }
    console.error(error);
    send(response.status(500), plainPage(language, texts, problems.unreachable));
  };

/** How an application is started. */
export interface StartOptions {
  /** `0`: one the system chooses. */
  readonly port: number;
  readonly account: AccountSettings;
  readonly officeZone: string;
  /** Whether it is not the demo's practice: then it is called by its own names. */
  readonly isOwn?: boolean;
  /** @default the title of what is booked */
  readonly practiceName?: string | undefined;
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
  const { isOwn = false, practiceName } = options;
  const { apiKey, baseUrl, eventTypeId, webhookSecret } = account;
  const store = redisUrl === undefined ? undefined : redisStore({ url: redisUrl });
  const calcom = new CalcomClient({
    ...{ apiKey, baseUrl, webhookSecret, clock },
    ...(store && { store }),
  });
  calcom.on("reconcile-failed", ({ error }) => console.warn(String(error)));
  const names = isOwn ? await namesOf(calcom, eventTypeId, practiceName) : undefined;
  const app = await createApp({ calcom, eventTypeId, officeZone, clock, names });
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
