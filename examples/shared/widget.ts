import { readFile } from "node:fs/promises";
import type { FakeCalcom } from "calcom-coherent/testing/server";
import { type CalendarDate, dateIn, isDate } from "./days.ts";
import { isLanguage, type Language, preferredLanguage } from "./languages.ts";
import { isNotice, type Notice, widgetPage } from "./widget-page.ts";

/** What the widget books at. */
export interface WidgetOptions {
  readonly fake: FakeCalcom;
  readonly eventTypeId: number;
  /** Whose deliveries the tick box loses. */
  readonly hookUrl: string;
  readonly officeZone: string;
}

const VISITOR = { name: "Wim Widget", email: "wim@example.test" };

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'",
  "content-type": "text/html; charset=utf-8",
};

/**
 * Cal.com's own booking page, as far as a demo needs it: forms without a script, in which somebody
 * else books and calls off, past the application.
 *
 * @returns answers what is below `/widget`, and leaves everything else alone
 */
export function createWidget(
  options: WidgetOptions,
): (request: Request) => Promise<Response> | undefined {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/widget/style.css") return styleSheet();
    if (pathname !== "/widget") return undefined;
    return request.method === "POST" ? change(options, request) : show(options, request);
  };
}

async function styleSheet(): Promise<Response> {
  const css = await readFile(new URL("./style.css", import.meta.url), "utf8");
  return new Response(css, { headers: { "content-type": "text/css; charset=utf-8" } });
}

async function show(options: WidgetOptions, request: Request): Promise<Response> {
  const { fake, officeZone } = options;
  const asked = new URL(request.url).searchParams;
  const date = asked.get("date");
  const language = asked.get("lang");
  const notice = asked.get("notice");
  const view = {
    language: isLanguage(language)
      ? language
      : preferredLanguage(request.headers.get("accept-language") ?? undefined),
    date: isDate(date) ? date : dateIn(officeZone, fake.clock.now()),
    loses: asked.has("lose"),
    notice: isNotice(notice) ? notice : undefined,
    start: asked.get("start") ?? undefined,
  };
  const page = widgetPage({
    ...view,
    officeZone,
    starts: await freeOn(options, view.date),
    bookings: fake.bookings
      .list()
      .filter(({ status, responses }) => status === "accepted" && isVisitors(responses)),
  });
  return new Response(`${page}`, { headers: HEADERS });
}

const isVisitors = (responses: Readonly<Record<string, unknown>>): boolean =>
  responses.email === VISITOR.email;

/** Asked without a key, so that the visitor's requests are not counted as the application's. */
async function freeOn(
  { fake, eventTypeId, officeZone }: WidgetOptions,
  date: CalendarDate,
): Promise<string[]> {
  const query = { eventTypeId: String(eventTypeId), start: date, end: date, timeZone: officeZone };
  const answer = await fake.handle(
    new Request(`${fake.baseUrl}/slots?${new URLSearchParams(query)}`, {
      headers: { "cal-api-version": "2024-09-04" },
    }),
  );
  if (!answer.ok) throw new Error(`The fake does not list slots: ${answer.status}`);
  const { data } = (await answer.json()) as { data: Record<string, { start: string }[]> };
  return (data[date] ?? []).map(({ start }) => start);
}

async function change(options: WidgetOptions, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const language: Language = form.get("lang") === "en" ? "en" : "de";
  const loses = form.has("lose");
  const { notice, start } = await losing(options, loses, () => carryOut(options, form));
  const query = new URLSearchParams({
    ...{ lang: language, date: form.get("date") ?? "", notice, start },
    ...(loses ? { lose: "on" } : {}),
  });
  return new Response(null, { status: 303, headers: { location: `/widget?${query}` } });
}

async function carryOut(
  { fake, eventTypeId }: WidgetOptions,
  form: URLSearchParams,
): Promise<{ notice: Notice; start: string }> {
  const start = form.get("start") ?? "";
  try {
    const uid = form.get("cancel");
    if (uid !== null) {
      const booking = await fake.bookings.cancel(uid, "called off");
      return { notice: "cancelled", start: new Date(booking.start).toISOString() };
    }
    await fake.bookings.book({ eventTypeId, start, attendee: VISITOR });
    return { notice: "booked", start };
  } catch (error) {
    // The fake refuses as Cal.com does; whatever else is thrown is a fault of the demo.
    if (!(error instanceof Error) || !("status" in error)) throw error;
    return { notice: "taken", start };
  }
}

/** Lets the deliveries of a change get lost: they are held, and never sent. */
async function losing<T>(
  { fake, hookUrl }: WidgetOptions,
  loses: boolean,
  act: () => Promise<T>,
): Promise<T> {
  if (!loses) return act();
  const held = fake.faults.webhooks.hold({ url: hookUrl });
  try {
    return await act();
  } finally {
    while (held.count > 0) held.drop(0);
    await held.release();
  }
}
