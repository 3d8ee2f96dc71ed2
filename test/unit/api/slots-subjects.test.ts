import { describe, expect, it } from "vitest";
import { SchemaError, type SlotsQuery } from "../../../src/index.ts";
import { ANN, at, createWorld, DAY, onDay } from "../../helpers/world.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const bySlug = (eventTypeSlug: string): SlotsQuery => ({
  ...{ eventTypeSlug, username: "alice" },
  ...{ start: DAY, end: DAY },
});
const lookups = (fake: ReturnType<typeof createWorld>["fake"]) =>
  fake.requests.filter(({ path }) => path === "/v2/event-types").length;

describe("an event type by its slug", () => {
  it("is answered from what was kept for its id", async () => {
    const { client, half } = createWorld();
    const calcom = client();
    const byId = await calcom.slots.list(onDay(half.id));
    const { slots, provenance } = await calcom.slots.list(bySlug("half"));
    expect(slots).toBe(byId.slots);
    expect(provenance.source).toBe("cache");
  });

  it("is named by it also where an id is left open", async () => {
    const { client, fake } = createWorld();
    const left = { ...bySlug("half"), eventTypeId: undefined };
    const { provenance } = await client().slots.list(left as unknown as SlotsQuery);
    expect(lookups(fake)).toBe(1);
    expect(Object.keys(provenance.versions)).toContain("event-type:1");
  });

  it("is looked up once", async () => {
    const { client, fake } = createWorld();
    const calcom = client();
    for (let asked = 0; asked < 3; asked++) await calcom.slots.list(bySlug("half"));
    expect(lookups(fake)).toBe(1);
  });

  it("is looked up again when `all` is orphaned", async () => {
    const { client, fake } = createWorld();
    const calcom = client();
    await calcom.slots.list(bySlug("half"));
    await calcom.invalidate("all");
    await calcom.slots.list(bySlug("half"));
    expect(lookups(fake)).toBe(2);
  });

  it("keeps its id when a booking changes its slots", async () => {
    const { client, fake, half } = createWorld();
    const calcom = client();
    await calcom.slots.list(bySlug("half"));
    await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const { slots } = await calcom.slots.list(bySlug("half"));
    expect(slots[DAY]?.[0]?.start).toBe(at("09:30"));
    expect(lookups(fake)).toBe(1);
  });

  it("orphans the layers that rest on it", async () => {
    const { client, half } = createWorld();
    const calcom = client();
    const first = calcom.layer("first", {
      key: (slug: string) => [slug],
      load: async (slug, context) =>
        (await context.slots.list(bySlug(slug))).slots[DAY]?.[0]?.start ?? "none",
      ttlMs: 60_000,
    });
    await calcom.slots.list(bySlug("half"));
    expect(await first.get("half")).toBe(at("09:00"));
    expect((await first.read("half")).provenance.source).toBe("cache");
    await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    expect(await first.get("half")).toBe(at("09:30"));
  });

  it("does not make a layer as old as the lookup", async () => {
    const { client, clock, half } = createWorld();
    const calcom = client();
    const first = calcom.layer("first", {
      key: (slug: string) => [slug],
      load: async (slug, context) => (await context.slots.list(bySlug(slug))).slots[DAY] ?? [],
      ttlMs: 60_000,
    });
    await first.get("half");
    await clock.advance(5_000);
    await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const acknowledgedAt = clock.now();
    const { provenance } = await first.read("half");
    expect(provenance.loadBeganAt).toBeGreaterThanOrEqual(acknowledgedAt);
  });

  it("orphans layers when another event type takes the slug over", async () => {
    const { client, fake, half, hour } = createWorld();
    const calcom = client();
    const lengths = calcom.layer("lengths", {
      key: (slug: string) => [slug],
      load: async (slug, context) => {
        const [slot] = (await context.slots.list(bySlug(slug))).slots[DAY] ?? [];
        return slot === undefined ? 0 : Date.parse(slot.end) - Date.parse(slot.start);
      },
      ttlMs: 60_000,
    });
    expect(await lengths.get("half")).toBe(1_800_000);
    fake.eventTypes.update(half.id, { slug: "other" });
    fake.eventTypes.update(hour.id, { slug: "half" });
    await calcom.invalidate("all");
    expect(await lengths.get("half")).toBe(3_600_000);
  });
});

describe("an event type whose id Cal.com does not tell", () => {
  it("is asked for by its slug, and orphaned by any change", async () => {
    const { client, fake, alice, hour } = createWorld();
    fake.eventTypes.add({ ownerId: alice.id, slug: "secret", hidden: true });
    const calcom = client({ apiKey: fake.users.add({ username: "bob" }).apiKey });
    const read = async () => (await calcom.slots.list(bySlug("secret"))).provenance.source;
    await read();
    expect(await read()).toBe("cache");
    await client().bookings.create({ eventTypeId: hour.id, start: at("09:00"), attendee: ANN });
    expect(await read()).toBe("origin");
  });

  it("is looked up again soon, and not each time", async () => {
    const { client, clock, fake } = createWorld();
    fake.eventTypes.add({ ownerId: 1, slug: "secret", hidden: true });
    const calcom = client({ apiKey: fake.users.add({ username: "bob" }).apiKey });
    await calcom.slots.list(bySlug("secret"));
    await calcom.slots.list(bySlug("secret"));
    expect(lookups(fake)).toBe(1);
    await clock.advance(31_000);
    await calcom.slots.list(bySlug("secret"));
    expect(lookups(fake)).toBe(2);
  });

  it("is asked for by its slug while the lookup fails", async () => {
    const { client, fake } = createWorld();
    const calcom = client({ retries: 0 });
    fake.faults.error500Before({ path: /\/event-types$/ });
    const { slots } = await calcom.slots.list(bySlug("half"));
    expect(slots[DAY]?.[0]?.start).toBe(at("09:00"));
    await calcom.slots.list(bySlug("half"));
    expect(lookups(fake)).toBe(2);
  });
});

describe("what is sent", () => {
  const answer = () => Response.json({ status: "success", data: {} });
  const sentBy = async (query: SlotsQuery) => {
    const { calcom, requests } = stubbedClient((request) =>
      request.url.includes("/slots") ? answer() : new Response("{}", { status: 403 }),
    );
    await calcom.slots.list(query);
    const slots = requests.find(({ url }) => url.includes("/slots"));
    return Object.fromEntries(new URL(slots?.url ?? "").searchParams);
  };
  const window = { start: DAY, end: DAY };
  const common = { ...window, timeZone: "UTC", format: "range" };

  it("names a team's event type by its slugs", async () => {
    const subject = { eventTypeSlug: "rr", teamSlug: "support", organizationSlug: "acme" };
    expect(await sentBy({ ...subject, ...window })).toEqual({ ...subject, ...common });
  });

  it("joins user names by comma", async () => {
    const sent = await sentBy({ usernames: ["ann", "bob"], organizationSlug: "acme", ...window });
    expect(sent).toEqual({ usernames: "ann,bob", organizationSlug: "acme", ...common });
  });

  it("joins the subset of hosts by comma, each once and in order", async () => {
    const sent = await sentBy({ eventTypeId: 6, rrHostSubsetIds: [2, 10, 1, 2], ...window });
    expect(sent).toEqual({ eventTypeId: "6", rrHostSubsetIds: "1,2,10", ...common });
  });
});

describe("a subject that cannot be meant", () => {
  it.each([
    ["nothing", {}],
    ["a slug without an owner", { eventTypeSlug: "half" }],
    ["an owner without a slug", { username: "alice" }],
    ["two owners", { eventTypeSlug: "half", username: "alice", teamSlug: "support" }],
    ["an id and a slug", { eventTypeId: 1, eventTypeSlug: "half", username: "alice" }],
    ["an id and user names", { eventTypeId: 1, usernames: ["ann", "bob"] }],
    ["an id with an organization", { eventTypeId: 1, organizationSlug: "acme" }],
    ["one user name", { usernames: ["ann"] }],
    ["a user name with a comma", { usernames: ["ann,bob", "carl"] }],
  ])("%s is refused before anything is sent", async (_what, subject) => {
    const { calcom, requests } = stubbedClient(() => new Response());
    const query = { ...subject, start: DAY, end: DAY } as SlotsQuery;
    expect(await errorOf(calcom.slots.list(query))).toBeInstanceOf(SchemaError);
    expect(requests).toEqual([]);
  });
});
