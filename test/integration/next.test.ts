import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signBody } from "../../src/webhooks/signature.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasNext } from "../helpers/next-app.ts";
import { type NextWorld, SECRET, seenIn, startNextWorld } from "../helpers/next-world.ts";
import {
  postSigned,
  sendAllRecorded,
  sendRecorded,
  signedDeliveries,
} from "../helpers/recorded-sending.ts";

const OLD = "09:00 09:30";
const NEW = "09:30 10:00";
/** On a machine that does much else; by itself it takes ten seconds. */
const BUILD_TIMEOUT_MS = 240_000;

describe.skipIf(!hasNext)("a Next 16 server", () => {
  let world: NextWorld;

  beforeAll(async () => {
    world = await startNextWorld("next-app");
  }, BUILD_TIMEOUT_MS);
  afterAll(() => world?.close());

  describe("is sent deliveries", () => {
    it("and takes them as recorded in the App Router", async () => {
      const statuses = await sendAllRecorded(`${world.app.url}/api/webhooks/cal`);
      expect(new Set(statuses)).toEqual(new Set([204]));
      expect(statuses.length).toBe(signedDeliveries.length);
    });

    it.each(["raw", "parsed"])(
      "and takes them as recorded in the Pages Router, %s",
      async (name) => {
        const statuses = new Set<number>();
        for (const delivery of signedDeliveries) {
          const url = `${world.app.url}/api/webhooks-of-pages/${name}`;
          statuses.add((await sendRecorded(url, delivery)).status);
        }
        expect(statuses).toEqual(new Set([204]));
      },
    );

    it.each(["webhooks/cal", "webhooks-of-pages/raw", "webhooks-of-pages/parsed"])(
      "and refuses at %s what another secret has signed",
      async (path) => {
        const url = `${world.app.url}/api/${path}`;
        expect((await postSigned(url, { triggerEvent: "MEETING_ENDED" }, "wrong")).status).toBe(
          401,
        );
      },
    );

    it.each(["webhooks/cal", "webhooks-of-pages/raw"])("and takes no GET at %s", async (path) => {
      expect((await fetch(`${world.app.url}/api/${path}`)).status).toBe(405);
    });

    it("and names the line that turns Next's parser off where that made another body", async () => {
      const url = `${world.app.url}/api/webhooks-of-pages/parsed`;
      const body = '{ "triggerEvent": "BOOKING_CREATED", "payload": {} }';
      const headers = {
        "content-type": "application/json",
        "x-cal-signature-256": await signBody(body, SECRET),
      };
      const answer = await fetch(url, { method: "POST", headers, body });
      expect(await answer.text()).toContain("bodyParser: false");
    });
  });

  describe("is told of a booking", () => {
    it.each(["live", "tagged", "versioned", "unstable"])(
      "and gives the first visitor of /%s the new times",
      async (page) => {
        const date = world.freshDate();
        const first = await world.visit(`/${page}/${date}`);
        world.takeFirst(date);
        const kept = await world.visit(`/${page}/${date}`);
        expect([first.times, kept.times]).toEqual([OLD, OLD]);
        expect(kept.made === first.made).toBe(page !== "live");
        expect(await world.deliver()).toBe(204);
        expect((await world.visit(`/${page}/${date}`)).times).toBe(NEW);
      },
    );

    it("and remakes a page of the build for its first visitor, not after one as `max` does", async () => {
      const { dates, deliver, takeFirst, visit } = world;
      expect((await visit("/whole")).times).toBe(OLD);
      expect((await visit("/whole-max")).times).toBe(OLD);
      takeFirst(dates.ofWholePages);
      await deliver();
      expect((await visit("/whole")).times).toBe(NEW);
      expect((await visit("/whole-max")).times).toBe(OLD);
    });

    // Why `nextLife` stays below five minutes.
    it("and still serves once what a build has made of a path it was given beforehand", async () => {
      const { dates, deliver, takeFirst, visit } = world;
      const path = `/built/${dates.ofTheBuild}`;
      expect((await visit(path)).times).toBe(OLD);
      takeFirst(dates.ofTheBuild);
      await deliver();
      expect((await visit(path)).times).toBe(OLD);
    });

    it("and keeps nothing while Cal.com may still answer with the old state", async () => {
      const date = world.freshDate();
      const visit = () => world.visit(`/settling/${date}`);
      expect((await visit()).made).toBe((await visit()).made);
      expect(await world.deliver("/api/webhooks/settling")).toBe(204);
      expect((await visit()).made).not.toBe((await visit()).made);
    });
  });

  describe("is told of a booking while a page is being loaded", () => {
    /** One visitor's load is under way when the time is taken and told of; others come after that. */
    async function visitAround(page: string, { meanwhile }: { meanwhile: boolean }) {
      const path = `/${page}/${world.freshDate()}`;
      const gate = world.fake.pause({ method: "GET", path: "/slots", phase: "beforeReply" });
      const before = world.visit(path);
      await gate.reached;
      world.takeFirst(path.slice(-10));
      await world.deliver();
      const others = meanwhile ? [(await world.visit(path)).times] : [];
      gate.release();
      expect((await before).times).toBe(OLD);
      return [...others, (await world.visit(path)).times];
    }

    it("and gives nobody else the old times where the version is part of the key", async () => {
      expect(await visitAround("versioned", { meanwhile: true })).toEqual([NEW, NEW]);
    });

    it("and keeps nothing of it where it knows the tags when it stores", async () => {
      expect(await visitAround("tagged", { meanwhile: false })).toEqual([NEW]);
    });

    // It counts an entry's age from when it is stored, not from when its load began.
    it("and keeps the old times where `unstable_cache` stores them afterwards", async () => {
      expect(await visitAround("unstable", { meanwhile: false })).toEqual([OLD]);
    });
  });

  describe("changes bookings itself", () => {
    it("and shows a route's booking to the next visitor", async () => {
      const date = world.freshDate();
      expect((await world.visit(`/tagged/${date}`)).times).toBe(OLD);
      const body = JSON.stringify(`${date}T09:00:00Z`);
      expect((await fetch(`${world.app.url}/api/book`, { method: "POST", body })).status).toBe(200);
      expect((await world.visit(`/tagged/${date}`)).times).toBe(NEW);
    });

    it("and shows a booking to the next visitor of a route that failed afterwards", async () => {
      const date = world.freshDate();
      expect((await world.visit(`/tagged/${date}`)).times).toBe(OLD);
      const body = JSON.stringify(`${date}T09:00:00Z`);
      const url = `${world.app.url}/api/book-and-fail`;
      expect((await fetch(url, { method: "POST", body })).status).toBe(500);
      await eventually(() => world.visit(`/tagged/${date}`)).toMatchObject({ times: NEW });
    });

    it("and shows a server action's booking in its own answer, and to the next visitor", async () => {
      const date = world.freshDate();
      const url = `${world.app.url}/book/${date}`;
      const html = await (await fetch(url)).text();
      expect(seenIn(html).times).toBe(OLD);
      const form = new FormData();
      form.set(/name="(\$ACTION_ID_\w+)"/.exec(html)?.[1] ?? "none", "");
      form.set("start", `${date}T09:00:00Z`);
      const answer = await fetch(url, { method: "POST", body: form });
      expect(seenIn(await answer.text()).times).toBe(NEW);
      expect((await world.visit(`/book/${date}`)).times).toBe(NEW);
    });

    it("and shows what a handler has booked after the answer", async () => {
      const date = world.freshDate();
      const told = async () =>
        (await fetch(`${world.app.url}/api/told`, { method: "POST" })).json();
      expect((await world.visit(`/tagged/${date}`)).times).toBe(OLD);
      const wanted = `${date}T09:00:00Z`;
      expect(await world.deliver("/api/webhooks/cal", { wanted })).toBe(204);
      expect((await world.visit(`/tagged/${date}`)).times).toBe(OLD);
      await eventually(told).toMatchObject({ told: expect.arrayContaining(["booked"]) });
      expect((await world.visit(`/tagged/${date}`)).times).toBe(NEW);
    });
  });

  it("offers nobody the time that a visitor of Cal.com's own page has just taken", async () => {
    const { app, eventTypeId, fake, freshDate, visit } = world;
    fake.webhooks.subscribe({ url: `${app.url}/api/webhooks/cal`, secret: SECRET });
    const date = freshDate();
    expect((await visit(`/tagged/${date}`)).times).toBe(OLD);
    await fake.bookings.book({ eventTypeId, start: `${date}T09:00:00Z` });
    expect((await visit(`/tagged/${date}`)).times).toBe(NEW);
  });
});
