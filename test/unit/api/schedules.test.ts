import { describe, expect, it } from "vitest";
import { recordedClient, recordedData, recordedRequest } from "./recorded-stub.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const INPUT = { name: "Working hours", timeZone: "Europe/London" };

describe("recorded answers", () => {
  it("are read and sent as recorded", async () => {
    const { calcom, sent } = recordedClient(["0003", "0004", "0005", "0187", "0190", "0202"]);
    const { schedules } = calcom;
    expect(await schedules.get(1)).toEqual(recordedData("0003"));
    expect(await schedules.list()).toEqual(recordedData("0004"));
    expect(await schedules.getDefault()).toEqual(recordedData("0005"));
    const edited = await schedules.update(1, recordedRequest("0187").body as object);
    expect(edited.schedule).toEqual(recordedData("0187"));
    const overridden = await schedules.update(1, recordedRequest("0190").body as object);
    expect(overridden.schedule).toEqual(recordedData("0190"));
    expect(await schedules.delete(2)).toEqual({ coherence: "confirmed" });
    expect(await sent()).toEqual(
      ["0003", "0004", "0005", "0187", "0190", "0202"].map(recordedRequest),
    );
  });

  it("are read and sent as recorded when schedules are made", async () => {
    const { calcom, sent } = recordedClient(["0002", "0197"]);
    for (const number of ["0002", "0197"]) {
      const { schedule } = await calcom.schedules.create(recordedRequest(number).body as never);
      expect(schedule).toEqual(recordedData(number));
      expect(Object.isFrozen(schedule.availability)).toBe(true);
    }
    expect(await sent()).toEqual(["0002", "0197"].map(recordedRequest));
  });

  it("of refusals are errors", async () => {
    const { calcom } = recordedClient(["0195"]);
    expect(await errorOf(calcom.schedules.update(1, { name: "x" }))).toMatchObject({
      code: "api_error",
      status: 403,
    });
  });
});

it("is no default unless said otherwise", async () => {
  const { calcom, sent } = recordedClient(["0197"]);
  await calcom.schedules.create(INPUT);
  expect((await sent())[0]?.body).toEqual({ ...INPUT, isDefault: false });
});

describe("whose schedules", () => {
  const pathsOf = async (act: (calcom: ReturnType<typeof recordedClient>["calcom"]) => unknown) => {
    const { calcom, requests } = stubbedClient(({ method }) =>
      method === "GET"
        ? Response.json({ data: [] })
        : Response.json({ status: "success", data: recordedData("0003") }),
    );
    await act(calcom);
    return requests.map(({ url }) => url.replace("https://api.cal.example/v2/", ""));
  };

  it.each([
    [{ organizationId: 2, userId: 3 }, "organizations/2/users/3/schedules"],
    [{ organizationId: 2 }, "organizations/2/schedules?take=250&skip=0"],
    [{ teamId: 4 }, "teams/4/schedules?take=250&skip=0"],
    [{ organizationId: 2, teamId: 4 }, "organizations/2/teams/4/schedules?take=250&skip=0"],
    [{ organizationId: 2, teamId: 4, userId: 3 }, "organizations/2/teams/4/users/3/schedules"],
  ] as const)("are listed under %j", async (scope, path) => {
    expect(await pathsOf((calcom) => calcom.schedules.list(scope))).toEqual([path]);
  });

  it("are edited under a member of an organization", async () => {
    const scope = { organizationId: 2, userId: 3 } as const;
    expect(await pathsOf((calcom) => calcom.schedules.update(5, {}, scope))).toEqual([
      "organizations/2/users/3/schedules/5",
    ]);
    expect(await pathsOf((calcom) => calcom.schedules.create(INPUT, scope))).toEqual([
      "organizations/2/users/3/schedules",
    ]);
  });

  it.each([
    [{ userId: 3 }, "userId"],
    [{ teamId: 4 }, "teamId"],
    [{ organizationId: 0, userId: 3 }, "organizationId"],
    [{ organizationId: 2, userId: "../3" }, "userId"],
  ])("cannot be edited under %j", async (scope, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.schedules.delete(5, scope as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });
});

describe("an input that cannot be right", () => {
  const hours = { days: ["Monday"], startTime: "09:00", endTime: "17:00" };
  it.each([
    [{}, "name"],
    [{ ...INPUT, name: "" }, "name"],
    [{ ...INPUT, timeZone: "Mars/Base" }, "timeZone"],
    [{ ...INPUT, isDefault: "yes" }, "isDefault"],
    [{ ...INPUT, availability: [{ ...hours, days: ["Mon"] }] }, "availability.0.days.0"],
    [{ ...INPUT, availability: [{ ...hours, days: [] }] }, "availability.0.days"],
    [{ ...INPUT, availability: [{ ...hours, endTime: "24:00" }] }, "availability.0.endTime"],
    [{ ...INPUT, overrides: [{ ...hours, date: "2026-02-30" }] }, "overrides.0.date"],
    [{ ...INPUT, overrides: [{ ...hours, date: "2026-12-07T00:00:00Z" }] }, "overrides.0.date"],
    [{ ...INPUT, timezone: "UTC" }, "(the whole value)"],
  ])("is refused before it is sent: %j", async (input, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.schedules.create(input as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });

  it.each([0, -1, 1.5, "1", "../me", undefined])("is refused as an id: %s", async (id) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.schedules.get(id as never));
    expect(error).toMatchObject({ code: "invalid_input", path: "id" });
    expect(requests).toEqual([]);
  });

  it("is refused as an edit", async () => {
    const { calcom } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.schedules.update(1, { unknown: 1 } as never));
    expect(error).toMatchObject({ code: "invalid_input" });
  });
});

it.each([
  ["one", { id: 1, name: "n", workingHours: [], availability: [[]], timeZone: "UTC" }],
  ["a list", [{ id: 1, userId: 1, name: "n", availability: [], timeZone: "UTC" }]],
  ["an edit", { schedule: { id: 1 }, isDefault: true, timeZone: "UTC" }],
])("says that the server does not know the version: %s", async (form, data) => {
  const { calcom } = stubbedClient(() => Response.json({ status: "success", data }));
  const { schedules } = calcom;
  const calls = { one: () => schedules.get(1), "a list": () => schedules.list() };
  const call = calls[form as "one"] ?? (() => schedules.update(1, { name: "n" }));
  const error = (await errorOf(call())) as Error;
  expect(error.message).toMatch(/shape of API version 2024-04-15.*apiVersions/s);
});

it("sends the version that was set", async () => {
  const { calcom, requests } = stubbedClient(() => Response.json({ data: [] }), {
    apiVersions: { schedules: "2024-06-14" },
  });
  await calcom.schedules.list();
  expect(requests[0]?.headers.get("cal-api-version")).toBe("2024-06-14");
});
