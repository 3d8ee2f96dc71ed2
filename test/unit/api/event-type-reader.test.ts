import { describe, expect, it } from "vitest";
import { EventTypeReader } from "../../../src/api/event-type-reader.ts";
import { Http } from "../../../src/api/http.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { recording } from "../../conformance/recordings.ts";
import { errorOf, stubFetch } from "./stub-fetch.ts";

const ME = { id: 5, email: "me@example.test" };
const mine = { id: 1, ownerId: 5, users: [{ id: 5 }] };

function setup(eventType: object, me: () => Response = () => Response.json({ data: ME })) {
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
    ["with a scheduling type", { ...mine, schedulingType: "ROUND_ROBIN" }],
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
