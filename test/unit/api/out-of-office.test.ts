import { describe, expect, it } from "vitest";
import type { CalcomClientOptions } from "../../../src/index.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const ENTRY = {
  id: 9,
  uuid: "0b7",
  userId: 7,
  start: "2026-12-24T00:00:00.000Z",
  end: "2026-12-31T23:59:59.999Z",
};
const INPUT = { start: "2026-12-24", end: "2026-12-31" };

function setup(answer: unknown = ENTRY, extra: CalcomClientOptions = {}) {
  const world = stubbedClient(() => Response.json({ status: "success", data: answer }), extra);
  const tags: string[] = [];
  world.calcom.on("invalidated", (event) => tags.push(...event.tags));
  return { ...world, tags };
}

describe("days off", () => {
  it("are made for the credential's own user", async () => {
    const { calcom, requests } = setup();
    const { absence, coherence } = await calcom.outOfOffice.create({
      ...INPUT,
      reason: "vacation",
    });
    expect({ absence, coherence }).toEqual({ absence: ENTRY, coherence: "confirmed" });
    const [request] = requests;
    expect(`${request?.method} ${request?.url}`).toBe("POST https://api.cal.example/v2/me/ooo");
    expect(await request?.json()).toEqual({
      start: "2026-12-24T00:00:00.000Z",
      end: "2026-12-31T23:59:59.999Z",
      reason: "vacation",
    });
  });

  it.each([
    ["2026-12-24T10:00:00+02:00", "2026-12-24T08:00:00.000Z"],
    ["2026-12-24T10:00", "2026-12-24T10:00:00.000Z"],
    ["2026-12-24 10:00:00Z", "2026-12-24T10:00:00.000Z"],
  ])("are sent as instants: %s", async (start, sent) => {
    const { calcom, requests } = setup();
    await calcom.outOfOffice.update(9, { start });
    expect(await requests[0]?.json()).toEqual({ start: sent });
  });

  it.each([
    [{ organizationId: 2, userId: 7 }, "organizations/2/users/7/ooo"],
    [{ teamId: 4, userId: 7 }, "teams/4/users/7/ooo"],
  ] as const)("are kept under %j", async (scope, path) => {
    const { calcom, requests } = setup();
    await calcom.outOfOffice.create(INPUT, scope);
    await calcom.outOfOffice.update(9, { notes: "x" }, scope);
    await calcom.outOfOffice.delete(9, scope);
    expect(requests.map(({ method, url }) => `${method} ${url.split("/v2/")[1]}`)).toEqual([
      `POST ${path}`,
      `PATCH ${path}/9`,
      `DELETE ${path}/9`,
    ]);
  });
});

describe("their change", () => {
  it("bumps the host that the answer names", async () => {
    const { calcom, tags } = setup();
    await calcom.outOfOffice.create(INPUT);
    await calcom.outOfOffice.update(9, { notes: "x" });
    await calcom.outOfOffice.delete(9);
    expect([...new Set(tags)].sort()).toEqual(["host:7", "unknown"]);
  });

  it.each([null, {}])("bumps the host in the path where the answer is %j", async (data) => {
    const { calcom, tags } = setup(data);
    await calcom.outOfOffice.delete(9, { teamId: 4, userId: 7 });
    expect(tags.sort()).toEqual(["host:7", "unknown"]);
  });

  it("bumps everything where nobody says whose it was", async () => {
    const { calcom, tags } = setup(null);
    expect(await calcom.outOfOffice.delete(9)).toEqual({ coherence: "confirmed" });
    expect(tags).toContain("all");
  });

  it("bumps everything where answers do not carry hosts", async () => {
    const { calcom, tags } = setup(ENTRY, { invalidation: { width: "event-type" } });
    await calcom.outOfOffice.create(INPUT);
    expect(tags).toContain("all");
  });
});

describe("a list", () => {
  const pages = (count: number) => {
    const entries = Array.from({ length: count }, (_none, index) => ({ ...ENTRY, id: index + 1 }));
    return stubbedClient(({ url }) => {
      const skip = Number(new URL(url).searchParams.get("skip"));
      return Response.json({ data: entries.slice(skip, skip + 250) });
    });
  };

  it.each([
    [0, 1],
    [249, 1],
    [250, 2],
    [501, 3],
  ])("of %i takes %i requests", async (count, requests) => {
    const world = pages(count);
    const ids: number[] = [];
    for await (const { id } of world.calcom.outOfOffice.list()) ids.push(id);
    expect(ids).toEqual(Array.from({ length: count }, (_none, index) => index + 1));
    expect(world.requests).toHaveLength(requests);
  });

  it("asks for no page that is not needed", async () => {
    const { calcom, requests } = pages(600);
    expect(await calcom.outOfOffice.list().toArray({ limit: 250 })).toHaveLength(250);
    expect(requests).toHaveLength(1);
    await expect(calcom.outOfOffice.list().toArray({ limit: 0 })).rejects.toMatchObject({
      code: "configuration",
    });
  });

  it("ends with a server that gives the same page for ever", async () => {
    const same = Array.from({ length: 250 }, (_none, id) => ({ ...ENTRY, id }));
    const { calcom, requests } = stubbedClient(() => Response.json({ data: same }));
    expect(await calcom.outOfOffice.list().toArray({ limit: 9_999 })).toHaveLength(250);
    expect(requests).toHaveLength(2);
  });

  it("is one of a whole organization, too", async () => {
    const { calcom, requests } = pages(0);
    const filter = { email: "ann@example.test", sortStart: "asc" } as const;
    await calcom.outOfOffice.list(filter, { organizationId: 2 }).toArray({ limit: 1 });
    const { pathname, searchParams } = new URL(requests[0]?.url as string);
    expect(pathname).toBe("/v2/organizations/2/ooo");
    expect(Object.fromEntries(searchParams)).toEqual({ ...filter, take: "250", skip: "0" });
  });
});

describe("what cannot be right is refused before it is sent", () => {
  it.each([
    [{}, "start"],
    [{ ...INPUT, end: "soon" }, "end"],
    [{ ...INPUT, toUserId: 0 }, "toUserId"],
    [{ ...INPUT, reason: "hangover" }, "reason"],
    [{ ...INPUT, note: "x" }, "(the whole value)"],
  ])("as an entry: %j", async (input, path) => {
    const { calcom, requests } = setup();
    const error = await errorOf(calcom.outOfOffice.create(input as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });

  it.each([
    [{ organizationId: 2 }, "organizationId"],
    [{ userId: 7 }, "userId"],
    [{ teamId: 4, userId: -1 }, "userId"],
  ])("under %j", async (scope, path) => {
    const { calcom, requests } = setup();
    const error = await errorOf(calcom.outOfOffice.delete(9, scope as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });

  it("as a filter, at once", () => {
    const { calcom } = setup();
    const { outOfOffice } = calcom;
    expect(() => outOfOffice.list({ sortEnd: "up" as never })).toThrow(/sortEnd/);
    expect(() => outOfOffice.list({ email: "ann@example.test" })).toThrow(/whole organization/);
  });
});
