import type { Booking } from "calcom-coherent";
import express, { type Request, type Response, Router } from "express";
import * as z from "zod/mini";
import { bookingOf } from "../shared/booking-of.ts";
import { bookingView } from "../shared/booking-view.ts";
import { type ContactProblems, problemsOf, tidy } from "../shared/contact.ts";
import { LANGUAGES } from "../shared/languages.ts";
import { type Answer, answerToError } from "../shared/outcome-of-error.ts";
import { isZone } from "../shared/zones.ts";
import type { Practice } from "./practice.ts";
import { sameOriginOnly } from "./same-origin.ts";

const start = z.iso.datetime({ offset: true });
const wishSchema = z.object({
  start,
  name: z.string(),
  email: z.string(),
  timeZone: z.string().check(z.refine(isZone)),
  language: z.enum(LANGUAGES),
});
const moveSchema = z.object({ start });

/** The JSON that pages send: to book, to move, to call off. */
export function changesApi(practice: Practice): Router {
  const { calcom, eventTypeId, clock } = practice;
  const router = Router();
  router.post(/.*/, sameOriginOnly, express.json({ limit: "10kb" }));

  const answer = async (response: Response, change: () => Promise<Answer>) => {
    const { status, outcome } = await change().catch(answerToError);
    response.status(status).set("cache-control", "no-store").json(outcome);
  };
  const done = (booking: Booking, status = 200): Answer => ({
    status,
    outcome: { code: "done", booking: bookingView(booking, clock.now()) },
  });

  router.post("/", (request, response) =>
    answer(response, async () => {
      const wish = wishSchema.safeParse(request.body);
      if (!wish.success) return invalid({});
      const { timeZone, language } = wish.data;
      const fields = problemsOf(wish.data);
      if (Object.keys(fields).length > 0) return invalid(fields);
      const attendee = { ...tidy(wish.data), timeZone, language };
      const made = await calcom.bookings.create({ eventTypeId, start: wish.data.start, attendee });
      return done(made.booking, 201);
    }),
  );

  router.post("/:uid/move", (request: Request<{ uid: string }>, response) =>
    answer(response, async () => {
      const wish = moveSchema.safeParse(request.body);
      if (!wish.success) return invalid({});
      const { uid } = await bookingOf(practice, request.params.uid);
      return done((await calcom.bookings.reschedule(uid, wish.data)).booking);
    }),
  );

  router.post("/:uid/cancel", (request: Request<{ uid: string }>, response) =>
    answer(response, async () => {
      const { uid } = await bookingOf(practice, request.params.uid);
      return done((await calcom.bookings.cancel(uid)).booking);
    }),
  );
  return router;
}

const invalid = (fields: ContactProblems): Answer => ({
  status: 422,
  outcome: { code: "invalid", fields },
});
