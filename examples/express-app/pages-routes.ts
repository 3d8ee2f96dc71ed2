import { CalcomError } from "calcom-coherent";
import { type Request, type Response, Router } from "express";
import { bookingOf } from "../shared/booking-of.ts";
import { bookingView } from "../shared/booking-view.ts";
import { dateIn, isShown, weekOf, weekWindow } from "../shared/days.ts";
import type { Markup } from "../shared/markup.ts";
import { textsOf } from "../shared/named-texts.ts";
import { answerToError } from "../shared/outcome-of-error.ts";
import { bookingPage, bookPage, plainPage } from "./markup/pages.ts";
import type { PageData } from "./page-data.ts";
import type { Practice } from "./practice.ts";
import { languageOf } from "./visitor-language.ts";

/** The pages that a visitor opens. */
export function pages(practice: Practice): Router {
  const { clock } = practice;
  const router = Router();

  router.get("/", async (request, response) => {
    const data = pageData(practice, request, response);
    const initial = await firstSlots(practice, data);
    send(response, bookPage({ ...data, initial }, textsOf(practice.names, data.language)));
  });

  router.get("/bookings/:uid", async (request: Request<{ uid: string }>, response) => {
    const data = pageData(practice, request, response);
    const texts = textsOf(practice.names, data.language);
    // The address is what lets its owner change it.
    response.set("x-robots-tag", "noindex");
    try {
      const booking = bookingView(await bookingOf(practice, request.params.uid), clock.now());
      const week = weekOf(dateIn(practice.officeZone, booking.start));
      const isJustMoved = request.query.done === "moved";
      send(response, bookingPage({ ...data, week, booking }, texts, isJustMoved));
    } catch (error) {
      const { status, outcome } = await answerToError(error);
      const { manage, problems } = texts;
      const isMissing = status < 500;
      if (!isMissing) console.warn("No booking can be shown:", outcome.code);
      const said = isMissing ? manage.missing : problems.unreachable;
      send(response.status(status), plainPage(data.language, texts, said));
    }
  });
  return router;
}

/** Never kept by anybody: a page shows free times, or a booking. */
export function send(response: Response, page: Markup): void {
  response.set("cache-control", "no-store").type("html").send(`${page}`);
}

function pageData(
  { eventTypeId, officeZone, clock }: Practice,
  request: Request,
  response: Response,
): PageData {
  const now = clock.now();
  const today = dateIn(officeZone, now);
  const { week } = request.query;
  const language = languageOf(request, response);
  const date = isShown(week, today) ? week : today;
  return {
    ...{ language, officeZone, eventTypeId, today, now, week: weekOf(date) },
    initial: undefined,
    booking: undefined,
  };
}

/** The version is read first: a change in between makes the page ask again, and never believe. */
async function firstSlots(
  { calcom }: Practice,
  { eventTypeId, officeZone, week }: PageData,
): Promise<PageData["initial"]> {
  try {
    const version = await calcom.versionOf({ eventTypeId });
    const window = weekWindow(week, officeZone);
    const { slots } = await calcom.slots.list({ eventTypeId, timeZone: officeZone, ...window });
    return { slots, version };
  } catch (error) {
    if (!(error instanceof CalcomError)) throw error;
    console.warn("The page comes without free times:", error.code);
    return undefined;
  }
}
