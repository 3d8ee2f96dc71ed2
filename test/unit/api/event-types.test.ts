import { describe, expect, it } from "vitest";
import { recordings } from "../../conformance/recordings.ts";
import { recordedClient, recordedData, recordedRequest } from "./recorded-stub.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const INPUT = { title: "Thirty minutes", slug: "thirty-min", lengthInMinutes: 30 };
const CREATED = ["0006", "0007", "0008", "0009", "0010", "0271", "0279", "0284", "0334", "0341"];
const EDITED = ["0198", "0201", "0203", "0208", "0307", "0308"];

describe("recorded answers", () => {
  it("are read and sent as recorded", async () => {
    const { calcom, sent } = recordedClient(["0013", "0014", "0309"]);
    expect(await calcom.eventTypes.get(1)).toEqual(recordedData("0013"));
    const filter = recordedRequest("0014").query;
    expect(await calcom.eventTypes.list(filter)).toEqual(recordedData("0014"));
    expect(await calcom.eventTypes.delete(5)).toEqual({ coherence: "confirmed" });
    expect(await sent()).toEqual(["0013", "0014", "0309"].map(recordedRequest));
  });

  it.each([...CREATED, "0345"])(
    "to a new one are read and sent as recorded: %s",
    async (number) => {
      const { calcom, sent } = recordedClient([number]);
      const { body } = recordedRequest(number);
      const result = await calcom.eventTypes.create(body as never);
      expect(result.eventType).toEqual(recordedData(number));
      expect(result).toMatchObject({ children: [], coherence: "confirmed" });
      expect(await sent()).toEqual([recordedRequest(number)]);
    },
  );

  it.each(EDITED)("to an edit are read and sent as recorded: %s", async (number) => {
    const { calcom, sent } = recordedClient([number]);
    const { body, path } = recordedRequest(number);
    const { eventType } = await calcom.eventTypes.update(
      Number(path.split("/").at(-1)),
      body as never,
    );
    expect(eventType).toEqual(recordedData(number));
    expect(await sent()).toEqual([recordedRequest(number)]);
  });

  it("about a team's are read and sent as recorded", async () => {
    const { calcom, sent } = recordedClient(["0233", "0234", "0235"]);
    for (const number of ["0233", "0234"]) {
      const { body } = recordedRequest(number);
      const { eventType } = await calcom.eventTypes.create(body as never, { teamId: 1 });
      expect(eventType).toEqual(recordedData(number));
    }
    expect(await calcom.eventTypes.list({}, { teamId: 1 })).toEqual(recordedData("0235"));
    expect(await sent()).toEqual(["0233", "0234", "0235"].map(recordedRequest));
  });

  it.each([
    ["0011", 400],
    ["0012", 400],
  ])("of a refusal are errors: %s", async (number, status) => {
    const { calcom } = recordedClient([number]);
    const error = await errorOf(calcom.eventTypes.create(INPUT));
    expect(error).toMatchObject({ code: "api_error", status });
  });

  it.each(["0015", "0016"])("of nothing found are errors: %s", async (number) => {
    const { calcom } = recordedClient([number]);
    const call = number === "0015" ? calcom.eventTypes.list() : calcom.eventTypes.get(999_999);
    expect(await errorOf(call)).toMatchObject({ status: 404 });
  });

  it("are all among these tests", () => {
    const ours = [...recordings].filter(([, { request }]) =>
      /^\/v2\/(?:teams\/\d+\/)?event-types(?:\/\d+)?$/.test(request.path),
    );
    const tested = [...CREATED, ...EDITED, "0011", "0012", "0013", "0014", "0015", "0016"];
    const known = new Set([...tested, "0233", "0234", "0235", "0309", "0345", "0322", "0323"]);
    expect(ours.map(([number]) => number).filter((number) => !known.has(number))).toEqual([]);
  });
});

it("tells a managed one from its children", async () => {
  const one = (id: number) => ({ ...INPUT, id });
  const { calcom } = stubbedClient(() => Response.json({ data: [one(1), one(2), one(3)] }));
  const managed = { ...INPUT, schedulingType: "managed" } as const;
  const { eventType, children } = await calcom.eventTypes.create(managed, { teamId: 1 });
  expect(eventType.id).toBe(1);
  expect(children.map(({ id }) => id)).toEqual([2, 3]);
});

it("keeps fields that it does not know", async () => {
  const data = { ...INPUT, id: 1, newField: { deep: [1] } };
  const { calcom } = stubbedClient(() => Response.json({ data }));
  expect(await calcom.eventTypes.get(1)).toEqual(data);
});

it("sends fields that it does not know", async () => {
  const { calcom, requests } = stubbedClient(() => Response.json({ data: { ...INPUT, id: 1 } }));
  await calcom.eventTypes.create({ ...INPUT, bookerLayouts: { enabledLayouts: ["month"] } });
  expect(await requests[0]?.json()).toMatchObject({ bookerLayouts: { enabledLayouts: ["month"] } });
});

describe("event types of others", () => {
  it.each([
    [{ teamId: 4 }, "teams/4/event-types"],
    [{ organizationId: 2, teamId: 4 }, "organizations/2/teams/4/event-types"],
  ] as const)("are found under %j", async (scope, path) => {
    const data = { ...INPUT, id: 7 };
    const { calcom, requests } = stubbedClient(({ method, url }) =>
      Response.json({ status: "success", data: method === "GET" && url.endsWith("s") ? [] : data }),
    );
    const { eventTypes } = calcom;
    await eventTypes.list({}, scope);
    await eventTypes.get(7, scope);
    await eventTypes.create({ ...INPUT, schedulingType: "collective" }, scope);
    await eventTypes.update(7, { hidden: true }, scope);
    await eventTypes.delete(7, scope);
    expect(requests.map(({ method, url }) => `${method} ${url.split("/v2/")[1]}`)).toEqual([
      `GET ${path}`,
      `GET ${path}/7`,
      `POST ${path}`,
      `PATCH ${path}/7`,
      `DELETE ${path}/7`,
    ]);
  });
});

describe("what cannot be right is refused before it is sent", () => {
  it.each<[object, object | undefined, string]>([
    [{}, undefined, "title"],
    [{ ...INPUT, slug: "" }, undefined, "slug"],
    [{ ...INPUT, lengthInMinutes: 0 }, undefined, "lengthInMinutes"],
    [{ ...INPUT, lengthInMinutesOptions: [15, "30"] }, undefined, "lengthInMinutesOptions.1"],
    [{ ...INPUT, minimumBookingNotice: -1 }, undefined, "minimumBookingNotice"],
    [{ ...INPUT, scheduleId: "1" }, undefined, "scheduleId"],
    [{ ...INPUT, hosts: [{ userId: 1 }] }, { teamId: 1 }, "schedulingType"],
    [{ ...INPUT, schedulingType: "roundRobin", hosts: [{}] }, { teamId: 1 }, "hosts.0.userId"],
    [INPUT, { organizationId: 1 }, "organizationId"],
    [INPUT, { teamId: "1" }, "teamId"],
  ])("as a new one: %j under %j", async (input, scope, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.eventTypes.create(input as never, scope as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });

  it.each<[object, object | undefined, string]>([
    [{ username: "" }, undefined, "username"],
    [{ usernames: ["a", "b,c"] }, undefined, "usernames.1"],
    [{ sortCreatedAt: "up" }, undefined, "sortCreatedAt"],
    [{ username: "alice" }, { teamId: 1 }, "(the whole value)"],
  ])("as a filter: %j under %j", async (filter, scope, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.eventTypes.list(filter, scope as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });
});

it.each([
  ["one", { eventType: { id: 1, length: 30 } }],
  ["a list", { eventTypeGroups: [{ eventTypes: [] }] }],
  ["a new one", { id: 1, length: 30, slug: "s", title: "t" }],
])("says that the server does not know the version: %s", async (form, data) => {
  const { calcom } = stubbedClient(() => Response.json({ status: "success", data }));
  const { eventTypes } = calcom;
  const calls = { one: () => eventTypes.get(1), "a list": () => eventTypes.list() };
  const error = await errorOf((calls[form as "one"] ?? (() => eventTypes.create(INPUT)))());
  expect((error as Error).message).toMatch(/shape of API version 2024-04-15.*apiVersions/s);
});
