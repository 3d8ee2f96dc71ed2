import "server-only";
import { CalcomClient, type Clock, systemClock } from "calcom-coherent";
import { redisStore } from "calcom-coherent/redis";
import { tickingClock } from "@/shared/demo-clock.ts";
import { readSettings } from "@/shared/settings.ts";

/** What there is once in a process. */
interface Practice {
  readonly calcom: CalcomClient;
  readonly clock: Clock;
  readonly eventTypeId: number;
  /** IANA zone of the practice. */
  readonly officeZone: string;
  /** `undefined` for the one of the demo. */
  readonly practiceName: string | undefined;
  /** Begins the search for what no webhook has told. */
  readonly startReconciler: () => void;
  /** Aborted when the server is told to end. */
  readonly ending: AbortSignal;
}

function open(): Practice {
  const settings = readSettings(process.env);
  const { account, demoNow, officeZone, practiceName, reconcileMs, redisUrl } = settings;
  if (account === undefined) {
    throw new Error("Set CALCOM_API_KEY and CALCOM_EVENT_TYPE_ID, or run `npm run example:next`.");
  }
  const clock = demoNow === undefined ? systemClock : tickingClock(demoNow);
  const calcom = new CalcomClient({
    apiKey: account.apiKey,
    baseUrl: account.baseUrl,
    webhookSecret: account.webhookSecret,
    clock,
    ...(redisUrl === undefined ? {} : { store: redisStore({ url: redisUrl }) }),
  });
  calcom.on("reconcile-failed", ({ error }) => console.warn(error));
  const reconciler = calcom.reconciler({ intervalMs: reconcileMs });
  const end = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => end.abort());
  return {
    ...{ calcom, clock, officeZone, practiceName },
    eventTypeId: account.eventTypeId,
    startReconciler: () => reconciler.start(),
    ending: end.signal,
  };
}

// Next evaluates a module once for pages, once for routes and once for `instrumentation.ts`.
const here = globalThis as { practice?: Practice };
here.practice ??= open();

export const { calcom, clock, ending, eventTypeId, officeZone, practiceName, startReconciler } =
  here.practice;
