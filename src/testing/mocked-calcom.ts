import { systemClock } from "../clock.ts";
import { createActionLog } from "./action-log.ts";
import { asObject } from "./booking-input.ts";
import type { GuardedCalcom } from "./guard.ts";
import type { ChangedBooking } from "./journal.ts";

interface Started {
  readonly request: Request;
  readonly requestId: string;
}

/** An MSW server, of any version: what `setupServer` gives. */
export interface MockedServer {
  readonly events: {
    on(name: "request:start", listener: (event: Started) => void): unknown;
    on(
      name: "response:mocked",
      listener: (event: Started & { readonly response: Response }) => void,
    ): unknown;
  };
}

/** Of a path that is about bookings the uid, if there is one. */
const BOOKING = /\/bookings(?:\/([^/]+).*)?$/;
const numberIn = (...values: readonly unknown[]): number | undefined =>
  values.find((value) => typeof value === "number");

async function bodyOf(message: Request | Response): Promise<Record<string, unknown>> {
  try {
    return asObject(await message.json()) ?? {};
  } catch {
    // No body, or none that says which booking it was.
    return {};
  }
}

/** What a request and its answer say about the bookings they are about. */
async function changedBy(request: Request, response: Response): Promise<readonly ChangedBooking[]> {
  const [asked, answer] = await Promise.all([bodyOf(request), bodyOf(response)]);
  const named = BOOKING.exec(new URL(request.url).pathname)?.[1] ?? "?";
  return [answer.data].flat().map((item) => {
    const told = asObject(item) ?? {};
    const [host] = Array.isArray(told.hosts) ? told.hosts : [];
    return {
      uid: typeof told.uid === "string" ? told.uid : named,
      eventTypeId: numberIn(told.eventTypeId, asObject(told.eventType)?.id, asked.eventTypeId),
      userId: numberIn(asObject(host)?.id),
    };
  });
}

/**
 * Reads from MSW what your own handlers answer in Cal.com's place, so that `guardBookings` can
 * watch code that is tested without a fake. Whatever they answer with success to a `POST`, `PATCH` or
 * `DELETE` of a booking counts as a change; a broken connection does not, because nobody knows.
 *
 * @param options `baseUrl` of Cal.com's API, as the client has it; default `https://api.cal.com/v2`
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { guardBookings, mockedCalcom } from "calcom-coherent/testing";
 * import { setupServer } from "msw/node";
 * import { afterEach } from "vitest";
 *
 * const server = setupServer();
 * const calcom = new CalcomClient({ apiKey: "cal_test" });
 * const guard = guardBookings(mockedCalcom(server), calcom);
 * afterEach(() => guard.check());
 * ```
 */
export function mockedCalcom(
  server: MockedServer,
  options: { readonly baseUrl?: string } = {},
): GuardedCalcom {
  const { origin, pathname } = new URL(options.baseUrl ?? "https://api.cal.com/v2");
  const below = `${origin}${pathname.replace(/\/$/, "")}/`;
  const { open, clear: _, ...log } = createActionLog();
  const answering = new Map<string, (response: Response) => void>();

  server.events.on("request:start", ({ request, requestId }) => {
    if (request.method === "GET" || !request.url.startsWith(below)) return;
    const path = new URL(request.url).pathname;
    // The handlers read the request itself; of the answer MSW hands out a copy.
    const asked = request.clone();
    let isRead = true;
    const { commit, end } = open({ method: request.method, path, query: {} }, () => !isRead);
    answering.set(requestId, (response) => {
      if (response.ok && BOOKING.test(path)) {
        const bookings: ChangedBooking[] = [];
        commit(bookings, systemClock.now());
        isRead = false;
        void changedBy(asked, response).then((changed) => {
          bookings.push(...changed);
          isRead = true;
        });
      }
      end();
    });
  });
  server.events.on("response:mocked", ({ requestId, response }) => {
    answering.get(requestId)?.(response);
    answering.delete(requestId);
  });
  return { journal: { ...log, told: () => [] } };
}
