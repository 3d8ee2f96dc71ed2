import { describe, expect, it } from "vitest";
import { EventTypeReader } from "../../../src/api/event-type-reader.ts";
import { Http } from "../../../src/api/http.ts";
import { createVirtualClock, settle } from "../../../src/testing/virtual-clock.ts";
import { recording } from "../../conformance/recordings.ts";
import { deferred } from "../../helpers/deferred.ts";
import { errorOf, stubFetch } from "./stub-fetch.ts";

const ME = { id: 5, email: "me@example.test" };
const mine = { id: 1, ownerId: 5, users: [{ id: 5 }] };

function setup(
  eventType: object,
  me: () => Response | Promise<Response> = () => Response.json({ data: ME }),
) {
  const { fetch, requests } = stubFetch(({ url }) =>
    url.endsWith("/me") ? me() : Response.json({ data: eventType }),
  );
  const baseUrl = "https://h.test/v2";
  const http = new Http({ baseUrl, apiKey: "k", fetch, clock: createVirtualClock() });
  const paths = () => requests.map(({ url }) => new URL(url).pathname);
  return {
    reader: new EventTypeReader(http, { timeoutMs: 1_000, version: "2024-06-14" }),
    requests,
    paths,
  };
}

describe("the hosts of an event type", () => {
  it("are known for a personal one of the credential's own user", async () => {
    const { reader, paths, requests } = setup(mine);
    expect((await reader.read(1)).hosts).toEqual([ME]);
    expect(paths()).toEqual(["/v2/event-types/1", "/v2/me"]);
    expect(requests[0]?.headers.get("cal-api-version")).toBe("2024-06-14");
  });

  it.each<[string, object]>([
    ["somebody else's", { ...mine, ownerId: 6, users: [{ id: 6 }] }],
    ["owned here and hosted elsewhere", { ...mine, users: [{ id: 6 }] }],
    ["with a second user", { ...mine, users: [{ id: 5 }, { id: 6 }] }],
    ["with a nameless user", { ...mine, users: [{ id: 5 }, {}] }],
    ["a team's", { ...mine, teamId: 3 }],
    ["with a scheduling type", { ...mine, schedulingType: "roundRobin", hosts: [{ userId: 5 }] }],
    ["with hosts of its own", { ...mine, hosts: [{ userId: 5 }] }],
    ["without users", { ...mine, users: [] }],
    ["that does not speak of users", { id: 1, ownerId: 5 }],
    ["without an owner", { ...mine, ownerId: null }],
  ])("are not known for one %s", async (_case, eventType) => {
    expect((await setup(eventType).reader.read(1)).hosts).toBeUndefined();
  });

  it("ask once who the credential is", async () => {
    const { reader, paths } = setup(mine);
    await Promise.all([reader.read(1), reader.read(1)]);
    await reader.read(1);
    expect(paths().filter((path) => path === "/v2/me")).toHaveLength(1);
  });

  it("ask again who that is where somebody less urgent has not been told yet", async () => {
    const waiting = deferred<Response>();
    const answers = [waiting.promise, Response.json({ data: ME })];
    const { reader } = setup(mine, () => answers.shift() ?? Response.error());
    const offer = reader.read(1, "offer");
    await settle();
    expect((await reader.read(1, "booking")).hosts).toEqual([ME]);
    waiting.resolve(Response.json({ data: ME }));
    expect((await offer).hosts).toEqual([ME]);
  });

  it("ask again after a failure", async () => {
    let failing = true;
    const { reader } = setup(mine, () =>
      failing ? Response.json({}, { status: 401 }) : Response.json({ data: ME }),
    );
    expect(await errorOf(reader.read(1))).toMatchObject({ status: 401 });
    failing = false;
    expect((await reader.read(1)).hosts).toEqual([ME]);
  });
});

const ROUND_ROBIN = {
  id: 1,
  ownerId: null,
  teamId: 3,
  parentEventTypeId: null,
  schedulingType: "roundRobin",
  hosts: [{ userId: 5 }, { userId: 6 }],
};
const member = (userId: number) => ({
  id: userId,
  userId,
  teamId: 3,
  accepted: true,
  role: "MEMBER",
  user: { email: `user${userId}@example.test` },
});
const host = (id: number) => ({ id, email: `user${id}@example.test` });

/** A Cal.com that has the given answers, by path, and refuses everything else. */
function server(answers: Readonly<Record<string, unknown>>) {
  const { fetch, requests } = stubFetch(({ url }) => {
    const data = answers[new URL(url).pathname.replace("/v2/", "")];
    if (data instanceof Response) return data;
    return data === undefined ? Response.json({}, { status: 404 }) : Response.json({ data });
  });
  const http = new Http({
    baseUrl: "https://h.test/v2",
    apiKey: "k",
    fetch,
    clock: createVirtualClock(),
  });
  return {
    reader: new EventTypeReader(http, { timeoutMs: 1_000, version: "2024-06-14" }),
    paths: () => requests.map(({ url }) => new URL(url).pathname.replace("/v2/", "")),
  };
}

describe("the hosts of a team's event type", () => {
  const members = { "teams/3/memberships": [member(4), member(5), member(6)] };

  it.each(["roundRobin", "collective"])("are its hosts by their addresses: %s", async (type) => {
    const eventType = { ...ROUND_ROBIN, schedulingType: type };
    const { reader } = server({ "event-types/1": eventType, ...members });
    expect(await reader.read(1)).toMatchObject({ hosts: [host(5), host(6)], isTeam: true });
  });

  it("are found in the list of the team where the server gives it there alone", async () => {
    const { reader, paths } = server({
      teams: [
        { id: 2, name: "Sales" },
        { id: 3, name: "Support" },
      ],
      "teams/2/event-types": [],
      "teams/3/event-types": [{ id: 9 }, ROUND_ROBIN],
      ...members,
    });
    expect((await reader.read(1)).hosts).toEqual([host(5), host(6)]);
    expect(paths()).toEqual([
      ...["event-types/1", "teams", "teams/2/event-types", "teams/3/event-types"],
      "teams/3/memberships",
    ]);
  });

  it("are not known while one address is missing", async () => {
    const some = { "teams/3/memberships": [member(4), member(5)] };
    const { reader } = server({ "event-types/1": ROUND_ROBIN, ...some });
    expect(await reader.read(1)).toMatchObject({ hosts: undefined, isTeam: true });
  });

  it("are not known to whom the members are not told", async () => {
    const { reader } = server({ "event-types/1": ROUND_ROBIN });
    expect(await reader.read(1)).toMatchObject({ hosts: undefined, isTeam: true });
  });

  it("are asked again when the members could not be read", async () => {
    const broken = { "teams/3/memberships": Response.json({}, { status: 500 }) };
    const { reader } = server({ "event-types/1": ROUND_ROBIN, ...broken });
    expect(await errorOf(reader.read(1))).toMatchObject({ status: 500 });
  });

  it.each<[string, object]>([
    ["a template", { schedulingType: "managed" }],
    ["of a type nobody knows", { schedulingType: "lottery" }],
    ["without a type", { schedulingType: null }],
    ["with a parent", { parentEventTypeId: 8 }],
    ["without hosts", { hosts: [] }],
    ["with a nameless host", { hosts: [{ userId: 5 }, {}] }],
    ["with a user who is no host", { users: [{ id: 4 }] }],
    ["without a team", { teamId: null }],
  ])("are not known for one %s", async (_case, fields) => {
    const { reader } = server({ "event-types/1": { ...ROUND_ROBIN, ...fields }, ...members });
    expect((await reader.read(1)).hosts).toBeUndefined();
  });

  it("are looked for on every page of the members", async () => {
    const pages = [Array.from({ length: 250 }, (_none, id) => member(id + 100)), [member(5)]];
    const { fetch, requests } = stubFetch(({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const data = pathname.endsWith("memberships")
        ? pages[Number(searchParams.get("skip")) / 250]
        : { ...ROUND_ROBIN, hosts: [{ userId: 5 }, { userId: 300 }] };
      return Response.json({ data });
    });
    const clock = createVirtualClock();
    const http = new Http({ baseUrl: "https://h.test/v2", apiKey: "k", fetch, clock });
    const reader = new EventTypeReader(http, { timeoutMs: 1_000, version: "2024-06-14" });
    expect((await reader.read(1)).hosts).toEqual([host(300), host(5)]);
    expect(requests).toHaveLength(3);
  });
});

it.each([
  [mine, false],
  [{ ...ROUND_ROBIN, hosts: [] }, true],
  [{ ...mine, schedulingType: "collective" }, true],
])("tells a team's event type from others: %j", async (eventType, isTeam) => {
  expect((await setup(eventType).reader.read(1)).isTeam).toBe(isTeam);
});

describe("the minimum notice", () => {
  it.each([
    [120, 7_200_000],
    [0, 0],
    [null, undefined],
    [undefined, undefined],
  ])("of %s minutes", async (minimumBookingNotice, expected) => {
    const { reader } = setup({ ...mine, minimumBookingNotice });
    expect((await reader.read(1)).minimumNoticeMs).toBe(expected);
  });
});

it("a recorded refusal is passed on", async () => {
  const { response } = recording("0016");
  const { fetch } = stubFetch(() => Response.json(response.body, { status: response.status }));
  const http = new Http({
    baseUrl: "https://h.test/v2",
    apiKey: undefined,
    fetch,
    clock: createVirtualClock(),
  });
  expect(
    await errorOf(
      new EventTypeReader(http, { timeoutMs: 1_000, version: "2024-06-14" }).read(999_999),
    ),
  ).toMatchObject({
    code: "api_error",
    status: 404,
  });
});
