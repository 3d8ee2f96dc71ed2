import { defer } from "../../src/testing/matching.ts";
import { settle } from "../../src/testing/virtual-clock.ts";
import { createRecordedWorld } from "./recorded-world.ts";
import { normalise, recording, toRequest } from "./recordings.ts";
import { type Comparison, ORIGIN } from "./replaying.ts";

const none = new Map<string, string>();

export const requestOf = (number: string) => toRequest(recording(number), ORIGIN, none);

/** The rate limit: asked after it was used up. */
async function whenLimited(number: string): Promise<Comparison> {
  const { fake, clock } = createRecordedWorld();
  clock.set(recording("0311").recordedAt);
  for (let asked = 0; asked < 120; asked++) await fake.handle(requestOf("0311"));
  const { response } = recording(number);
  const given = await fake.handle(requestOf(number));
  const limits = ["limit", "remaining", "reset"].map((name) => `x-ratelimit-${name}-default`);
  return {
    given: {
      status: given.status,
      body: normalise(await given.json(), none),
      headers: limits.map((name) => given.headers.get(name)),
    },
    expected: {
      status: response.status,
      body: normalise(response.body, none),
      headers: limits.map((name) => response.headers[name]),
    },
  };
}

/** An absence before the start, whose refusal names both times. */
async function earlyAbsence(): Promise<Comparison> {
  const { fake, clock } = createRecordedWorld();
  const { request, response, recordedAt } = recording("0229");
  clock.set(recordedAt);
  const uid = request.path.split("/")[3] ?? "";
  fake.bookings.add({ uid, eventTypeId: 3, start: "2026-12-15T15:00:00Z" });
  const given = await fake.handle(requestOf("0229"));
  const withoutNow = (body: unknown) =>
    JSON.stringify(normalise(body, none)).replaceAll(/Current time in UTC\+0: [^,]+/g, "<now>");
  return {
    given: { status: given.status, body: withoutNow(await given.json()) },
    expected: { status: response.status, body: withoutNow(response.body) },
  };
}

/** The same question with the entity tag of the answer before. */
async function notModified(): Promise<Comparison> {
  const { fake, clock } = createRecordedWorld();
  clock.set(recording("0350").recordedAt);
  const first = await fake.handle(requestOf("0350"));
  const again = requestOf("0351");
  again.headers.set("if-none-match", first.headers.get("etag") ?? "");
  const given = await fake.handle(again);
  const { response } = recording("0351");
  return {
    given: {
      status: given.status,
      text: await given.text(),
      headers: [...given.headers.keys()].sort(),
    },
    expected: {
      status: response.status,
      text: "",
      headers: Object.keys(response.headers).sort(),
    },
  };
}

/** A slot seen in the middle of a cancellation whose receiver is slow, and after it. */
async function duringSlowCancellation(): Promise<Comparison> {
  const answered = defer<void>();
  const { fake, clock } = createRecordedWorld(async () => {
    await answered.promise;
    return new Response("ok");
  });
  clock.set(recording("0212").recordedAt);
  const { uid } = fake.bookings.add({ eventTypeId: 1, start: "2026-12-14T09:30:00Z" });
  fake.bookings.add({ eventTypeId: 1, start: "2026-12-14T09:00:00Z" });
  fake.webhooks.subscribe({ url: "https://app.example/hook", userId: 1 });
  const uids = new Map([["uDc4RVPHGqxB6vhcvYPxVn", uid]]);

  const cancelling = fake.handle(toRequest(recording("0212"), ORIGIN, uids));
  await settle();
  const during: unknown = await (await fake.handle(requestOf("0211"))).json();
  answered.resolve();
  const { status } = await cancelling;
  const after = JSON.stringify(await (await fake.handle(requestOf("0211"))).json());
  return {
    given: { during, status, isFreeAfter: after.includes("2026-12-14T09:30:00.000Z") },
    expected: { during: recording("0211").response.body, status: 200, isFreeAfter: true },
  };
}

/** Recordings that need more than a request to come about, each in a world of its own. */
export const SPECIAL_REPLAYS: Readonly<Record<string, () => Promise<Comparison>>> = {
  "0211": duringSlowCancellation,
  "0229": earlyAbsence,
  "0311": () => whenLimited("0311"),
  "0312": () => whenLimited("0312"),
  "0351": notModified,
};
