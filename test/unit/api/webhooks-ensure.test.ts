import { describe, expect, it } from "vitest";
import { type CalcomClientOptions, ConfigurationError } from "../../../src/index.ts";
import { watchHashing } from "../../helpers/hashing.ts";
import { createWorld, SECRET } from "../../helpers/world.ts";
import { recordedClient, recordedData } from "./recorded-stub.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const URL = "https://app.example/calcom";
const quiet = watchHashing();
const NEWER = ["BOOKING_REASSIGNED", "CALENDAR_ENTRY_REJECTED", "INSTANT_MEETING_ACCEPTED"];

/** A world of its own for each level: whose subscriptions, and who asks. */
async function worldOf(profile: "selfHosted" | "hosted", extra: CalcomClientOptions = {}) {
  const world = createWorld({ profile });
  const { alice, fake, half } = world;
  const team = fake.teams.add({ memberIds: [alice.id] });
  const organization = fake.teams.add({ memberIds: [alice.id], isOrganization: true });
  const ofTeam = fake.eventTypes.add({
    ...{ teamId: team.id, hostIds: [alice.id], schedulingType: "roundRobin" as const },
    ...{ slug: "ours", lengthInMinutes: 30 },
  });
  const levels = {
    user: {},
    "event type": { eventTypeId: half.id },
    "team event type": { teamId: team.id, eventTypeId: ofTeam.id },
    organization: { organizationId: organization.id },
  } as const;
  // Until the replica knows them too.
  await world.clock.advance(1_000);
  const calcom = world.client({ retries: 0, ...extra });
  const asked = () =>
    fake.requests
      .filter(({ path }) => path.includes("webhooks"))
      .map(({ method, status }) => `${method} ${status}`);
  return { ...world, calcom, levels, asked };
}

const LEVELS = [
  ["selfHosted", "user"],
  ["selfHosted", "event type"],
  ["hosted", "user"],
  ["hosted", "event type"],
  ["hosted", "team event type"],
  ["hosted", "organization"],
] as const;

describe.each(LEVELS)("on a %s server, of a %s", (profile, level) => {
  it("makes what is missing, and leaves what is right as it is", async () => {
    const { calcom, clock, levels, asked } = await worldOf(profile);
    const scope = levels[level];
    const first = await calcom.webhooks.ensure({ url: URL }, scope);
    expect(first).toMatchObject({ outcome: "created" });
    expect(first.subscription).toMatchObject({ subscriberUrl: URL, active: true, secret: SECRET });
    expect(first.subscription.triggers).toEqual(
      expect.arrayContaining(["BOOKING_CREATED", "BOOKING_CANCELLED", "OOO_CREATED"]),
    );
    expect(first.subscription.triggers).not.toContain("MEETING_STARTED");
    await clock.advance(1_000);
    const second = await calcom.webhooks.ensure({ url: URL }, scope);
    expect(second).toEqual({ ...first, outcome: "unchanged" });
    expect(asked().filter((one) => /^(?:POST|PATCH) 2/.test(one))).toHaveLength(1);
    expect(await calcom.webhooks.list(scope)).toHaveLength(1);
  });

  it("says which triggers the server does not know, after one refusal", async () => {
    const { calcom, levels, asked } = await worldOf(profile);
    const { refusedTriggers, subscription } = await calcom.webhooks.ensure(
      { url: URL },
      levels[level],
    );
    for (const trigger of refusedTriggers) expect(subscription.triggers).not.toContain(trigger);
    if (profile === "selfHosted") expect(refusedTriggers).toEqual(expect.arrayContaining(NEWER));
    else expect(refusedTriggers).not.toContain("BOOKING_REASSIGNED");
    expect(asked()).toEqual(["GET 200", "POST 400", "POST 201"]);
  });
});

describe("a subscription that is there", () => {
  const prepared = async (there: object, profile: "selfHosted" | "hosted" = "selfHosted") => {
    const world = await worldOf(profile);
    const input = { subscriberUrl: URL, triggers: ["BOOKING_CREATED"], secret: SECRET, ...there };
    await world.calcom.webhooks.create(input);
    await world.clock.advance(1_000);
    return world;
  };

  it.each([
    ["inactive", { active: false }],
    ["signed with another secret", { secret: "old" }],
    ["not signed", { secret: undefined }],
    ["in a template", { payloadTemplate: '{"uid":"{{uid}}"}' }],
    ["without triggers", { triggers: ["FORM_SUBMITTED"] }],
  ])("is brought in line by one change: %s", async (_what, there) => {
    const { asked, calcom } = await prepared(there);
    const { outcome, subscription } = await calcom.webhooks.ensure({ url: URL });
    expect(outcome).toBe("updated");
    const right = { active: true, secret: SECRET, payloadTemplate: null };
    expect(subscription).toMatchObject(right);
    expect(subscription.triggers).toContain("BOOKING_RESCHEDULED");
    expect(asked().filter((one) => one === "PATCH 200")).toHaveLength(1);
    expect(await calcom.webhooks.ensure({ url: URL })).toMatchObject({ outcome: "unchanged" });
  });

  it.each([
    ["a server that takes all", ["BOOKING_CANCELLED"]],
    ["one that does not", undefined],
  ])("keeps the triggers that somebody has added, on %s", async (_what, triggers) => {
    const { calcom } = await prepared({ triggers: ["MEETING_STARTED", "BOOKING_CREATED"] });
    const { subscription } = await calcom.webhooks.ensure({ url: URL, triggers });
    expect(subscription.triggers).toEqual(
      expect.arrayContaining(["MEETING_STARTED", "BOOKING_CANCELLED"]),
    );
  });

  it("keeps triggers that the list does not show yet, where none has to be added", async () => {
    const { calcom, clock } = await worldOf("hosted");
    const { subscription } = await calcom.webhooks.ensure({ url: URL });
    const { id, triggers } = subscription;
    await calcom.webhooks.update(id, { secret: "old" });
    await clock.advance(1_000);
    await calcom.webhooks.update(id, { triggers: [...triggers, "FORM_SUBMITTED"] });
    expect(await calcom.webhooks.ensure({ url: URL })).toMatchObject({ outcome: "updated" });
    await clock.advance(1_000);
    const listed = { secret: SECRET, triggers: expect.arrayContaining(["FORM_SUBMITTED"]) };
    expect(await calcom.webhooks.list()).toMatchObject([listed]);
  });

  it("is found however its address is written", async () => {
    const { calcom } = await prepared({ subscriberUrl: "https://APP.example:443/calcom" });
    await calcom.webhooks.ensure({ url: URL });
    expect(await calcom.webhooks.list()).toHaveLength(1);
  });

  it("of another level is another one", async () => {
    const { calcom, levels } = await prepared({});
    const { outcome } = await calcom.webhooks.ensure({ url: URL }, levels["event type"]);
    expect(outcome).toBe("created");
    expect(await calcom.webhooks.list()).toMatchObject([{ triggers: ["BOOKING_CREATED"] }]);
  });

  it("is waited for where lists are late, and made only once", async () => {
    const { asked, calcom, clock } = await worldOf("hosted");
    await calcom.webhooks.create({ subscriberUrl: URL, triggers: ["BOOKING_CREATED"] });
    const ensuring = calcom.webhooks.ensure({ url: URL });
    await clock.advance(5_000);
    expect(await ensuring).toMatchObject({ outcome: "updated" });
    expect(asked()).toContain("POST 409");
    expect(await calcom.webhooks.list()).toHaveLength(1);
  });

  it("that two processes make at once is one", async () => {
    const { calcom, clock, client } = await worldOf("selfHosted");
    const both = [calcom, client()].map((one) => one.webhooks.ensure({ url: URL }));
    for (let step = 0; step < 40; step++) {
      await quiet();
      await clock.advance(250);
    }
    const outcomes = (await Promise.all(both)).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(["created", "unchanged"]);
    expect(await calcom.webhooks.list()).toHaveLength(1);
  });
});

it("leaves alone what is recorded to be right", async () => {
  const { calcom, sent } = recordedClient(["0022"], { webhookSecret: "whsec-user" });
  const url = "http://127.0.0.1:4600/hook/user";
  const triggers = ["BOOKING_CREATED", "OOO_CREATED"];
  const ensured = await calcom.webhooks.ensure({ url, triggers });
  const [recorded] = recordedData("0022") as unknown as readonly object[];
  expect(ensured).toMatchObject({ outcome: "unchanged", subscription: recorded });
  expect(await sent()).toHaveLength(1);
});

it("understands the recorded refusal of a trigger", async () => {
  const { calcom, sent } = recordedClient(["0022", "0019", "0017"], { webhookSecret: SECRET });
  const { outcome, refusedTriggers } = await calcom.webhooks.ensure({ url: URL });
  expect(outcome).toBe("created");
  expect(refusedTriggers.toSorted()).toEqual(NEWER.toSorted());
  const [, refused, taken] = (await sent()).map(({ body }) => body as { triggers: string[] });
  expect(refused?.triggers).toEqual(expect.arrayContaining(NEWER));
  expect(taken?.triggers).toContain("AFTER_GUESTS_CAL_VIDEO_NO_SHOW");
  expect(taken?.triggers.filter((trigger) => NEWER.includes(trigger))).toEqual([]);
});

describe("the secret", () => {
  it.each([
    ["there is none", [], undefined],
    ["it is empty", SECRET, ""],
    ["the client knows others", SECRET, "another"],
  ])("is refused before anything is sent: %s", async (_what, webhookSecret, secret) => {
    const { asked, calcom } = await worldOf("selfHosted", { webhookSecret });
    const error = await errorOf(calcom.webhooks.ensure({ url: URL, secret }));
    expect(error).toMatchObject({
      code: secret === "" ? "invalid_input" : "configuration",
    });
    expect(asked()).toEqual([]);
  });

  it.each([
    ["the first of the client's", ["one", "two"], undefined, "one"],
    ["one of the client's", ["one", "two"], "two", "two"],
    ["another client's, where this one has none", [], "theirs", "theirs"],
  ])("is %s", async (_what, webhookSecret, secret, wanted) => {
    const { calcom } = await worldOf("selfHosted", { webhookSecret });
    const { subscription } = await calcom.webhooks.ensure({ url: URL, secret });
    expect(subscription.secret).toBe(wanted);
  });

  it("is asked for where lists do not tell it", async () => {
    const id = "6c5bd500-6ad5-45b7-81f3-74280ac6d4d8";
    const listed = { id, subscriberUrl: URL, active: true, triggers: ["BOOKING_CREATED"] };
    const { calcom, requests } = stubbedClient(
      (request) => {
        const isOne = request.url.endsWith(id);
        const data = isOne ? { ...listed, secret: SECRET } : [listed];
        return Response.json({ status: "success", data });
      },
      { webhookSecret: SECRET, apiKey: "cal_x" },
    );
    const ensured = await calcom.webhooks.ensure({ url: URL, triggers: ["BOOKING_CREATED"] });
    expect(ensured.outcome).toBe("unchanged");
    expect(requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });
});

describe("blind spots", () => {
  const codesOf = async (level: (typeof LEVELS)[number]) => {
    const { calcom, levels } = await worldOf(level[0]);
    const { blindSpots } = await calcom.webhooks.ensure({ url: URL }, levels[level[1]]);
    expect(blindSpots.every(({ message }) => message.length > 40)).toBe(true);
    return blindSpots.map(({ code }) => code);
  };
  const everywhere = [
    "bookings-elsewhere",
    ...["schedules", "event-types", "out-of-office", "external-calendars"],
    ...["reservations", "attendees-added", "undelivered"],
  ];

  it.each([
    [LEVELS[0], ["team-bookings", "reassignments"]],
    [LEVELS[1], ["other-event-types", "reassignments"]],
    [LEVELS[2], ["team-bookings"]],
    [LEVELS[4], ["other-event-types"]],
    [LEVELS[5], []],
  ] as const)("of %o", async (level, own) => {
    expect((await codesOf(level)).toSorted()).toEqual([...everywhere, ...own].toSorted());
  });
});

it("serves a platform's client, whose subscriptions hear of managed users alone", async () => {
  const { calcom, requests } = stubbedClient(
    async (request) => {
      if (request.method === "GET") return Response.json({ status: "success", data: [] });
      const { triggers } = (await request.json()) as { triggers: readonly string[] };
      const data = { id: "1", subscriberUrl: URL, active: true, triggers };
      return Response.json({ status: "success", data }, { status: 201 });
    },
    { oAuthClient: { id: "client", secretKey: "key" }, webhookSecret: SECRET },
  );
  const scope = { oAuthClientId: "client" };
  const { blindSpots, outcome } = await calcom.webhooks.ensure({ url: URL }, scope);
  expect(outcome).toBe("created");
  expect(blindSpots.map(({ code }) => code)).toContain("other-users");
  const paths = requests.map(({ url }) => url.replace(/\?.*/, ""));
  expect(new Set(paths)).toEqual(
    new Set(["https://api.cal.example/v2/oauth-clients/client/webhooks"]),
  );
});

it("asks for news of broken credentials for organizations alone", async () => {
  const { calcom, levels } = await worldOf("hosted");
  const refusedBy = async (scope: object) =>
    (await calcom.webhooks.ensure({ url: URL }, scope)).refusedTriggers;
  // The fake knows none of them, so what was asked for was refused.
  expect((await refusedBy({})).join()).not.toContain("DELEGATION_");
  expect((await refusedBy(levels["event type"])).join()).not.toContain("DELEGATION_");
  expect(await refusedBy(levels.organization)).toContain("DELEGATION_CREDENTIAL_ERROR");
});

it("refuses a wrong input", async () => {
  const { calcom } = await worldOf("selfHosted");
  const error = await errorOf(calcom.webhooks.ensure({ url: "nope" }));
  expect(error).toMatchObject({ code: "invalid_input" });
  expect(error).not.toBeInstanceOf(ConfigurationError);
});
