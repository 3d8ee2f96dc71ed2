import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { recordedClient, recordedData, recordedRequest } from "./recorded-stub.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const INPUT = { subscriberUrl: "https://app.example/hook", triggers: ["BOOKING_CREATED"] };
const HOOK = "4b537a15-c032-4f30-a09d-43530b3c001b";
const idIn = (number: string) => recordedRequest(number).path.split("/").at(-1) as string;

describe("recorded answers", () => {
  it("are read and sent as recorded", async () => {
    const numbers = [
      "0017",
      "0020",
      "0022",
      "0021",
      "0023",
      "0026",
      "0217",
      "0317",
      "0348",
      "0349",
    ];
    const { calcom, sent } = recordedClient(numbers);
    const { webhooks } = calcom;
    const create = (number: string) => webhooks.create(recordedRequest(number).body as never);
    expect(await create("0017")).toEqual(recordedData("0017"));
    expect(await create("0020")).toEqual(recordedData("0020"));
    expect(await webhooks.list()).toEqual(recordedData("0022"));
    const stored = await webhooks.get(idIn("0021"));
    expect(stored).toEqual(recordedData("0021"));
    expect(stored.createdAt).toBe("2026-11-20T16:00:19.039Z");
    const edited = await webhooks.update(idIn("0023"), recordedRequest("0023").body as object);
    expect(edited).toEqual(recordedData("0023"));
    await webhooks.delete(idIn("0026"));
    await create("0217");
    await webhooks.delete(idIn("0317"));
    await create("0348");
    await webhooks.delete(idIn("0349"));
    const wanted = numbers.map(recordedRequest).map((request) =>
      // The list is asked for page by page, and never without a page.
      request.path === "/v2/webhooks" && request.method === "GET"
        ? { ...request, query: { take: "250", skip: "0" } }
        : request,
    );
    expect(await sent()).toEqual(wanted);
  });

  it("about an event type's are read and sent as recorded", async () => {
    const numbers = ["0027", "0028", "0029", "0030", "0031", "0032"];
    const { calcom, sent } = recordedClient(numbers);
    const { webhooks } = calcom;
    const of = (number: string) => ({
      eventTypeId: Number(recordedRequest(number).path.split("/")[3]),
    });
    const create = (number: string) =>
      webhooks.create(recordedRequest(number).body as never, of(number));
    expect(await create("0027")).toEqual(recordedData("0027"));
    expect(await webhooks.get(HOOK, of("0028"))).toEqual(recordedData("0028"));
    expect(await webhooks.list(of("0029"))).toEqual(recordedData("0029"));
    expect(await webhooks.update(HOOK, { active: true }, of("0030"))).toEqual(recordedData("0030"));
    expect(await create("0031")).toEqual(recordedData("0031"));
    expect(await create("0032")).toEqual(recordedData("0032"));
    const paths = numbers.map((number) => recordedRequest(number).path);
    expect((await sent()).map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    ["0018", 409],
    ["0019", 400],
    ["0024", 403],
    ["0025", 404],
    ["0236", 404],
    ["0262", 403],
  ])("of a refusal are errors: %s", async (number, status) => {
    const { calcom } = recordedClient([number]);
    const isRead = recordedRequest(number).method === "GET";
    const call = isRead ? calcom.webhooks.get(HOOK) : calcom.webhooks.create(INPUT);
    expect(await errorOf(call)).toMatchObject({ status });
  });
});

it("is active unless said otherwise", async () => {
  const { calcom, sent } = recordedClient(["0017"]);
  await calcom.webhooks.create(INPUT);
  expect((await sent())[0]?.body).toEqual({ ...INPUT, active: true });
});

it.each([
  [{ eventTypeId: 3 }, "event-types/3/webhooks"],
  [{ teamId: 4, eventTypeId: 3 }, "teams/4/event-types/3/webhooks"],
  [{ organizationId: 2 }, "organizations/2/webhooks"],
] as const)("are kept under %j", async (scope, path) => {
  const { calcom, requests } = stubbedClient(({ method, url }) => {
    const data = { ...INPUT, id: HOOK, active: true };
    return Response.json({
      status: "success",
      data: method === "GET" && url.includes("?") ? [] : data,
    });
  });
  const { webhooks } = calcom;
  await webhooks.list(scope);
  await webhooks.get(HOOK, scope);
  await webhooks.create(INPUT, scope);
  await webhooks.update(HOOK, { active: false }, scope);
  await webhooks.delete(HOOK, scope);
  if ("eventTypeId" in scope) await webhooks.deleteAll(scope);
  expect(requests.map(({ method, url }) => `${method} ${url.split("/v2/")[1]}`)).toEqual([
    `GET ${path}?take=250&skip=0`,
    `GET ${path}/${HOOK}`,
    `POST ${path}`,
    `PATCH ${path}/${HOOK}`,
    `DELETE ${path}/${HOOK}`,
    ...("eventTypeId" in scope ? [`DELETE ${path}`] : []),
  ]);
});

describe("what cannot be right is refused before it is sent", () => {
  it.each([
    [{}, "subscriberUrl"],
    [{ ...INPUT, subscriberUrl: "nope" }, "subscriberUrl"],
    [{ ...INPUT, subscriberUrl: "ftp://app.example/" }, "subscriberUrl"],
    [{ ...INPUT, triggers: [] }, "triggers"],
    [{ ...INPUT, triggers: [""] }, "triggers.0"],
    [{ ...INPUT, active: "yes" }, "active"],
    [{ ...INPUT, timeUnit: "YEAR" }, "timeUnit"],
    [{ ...INPUT, url: "https://app.example/" }, "(the whole value)"],
  ])("as a new one: %j", async (input, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.webhooks.create(input as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toEqual([]);
  });

  it.each(["", "..", "a/b", "a?b", 5])("as an id: %s", async (id) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(calcom.webhooks.delete(id as never));
    expect(error).toMatchObject({ code: "invalid_input" });
    expect(requests).toEqual([]);
  });

  it("as all of nothing in particular", async () => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    for (const scope of [{}, { organizationId: 2 }]) {
      const error = await errorOf(calcom.webhooks.deleteAll(scope as never));
      expect(error).toMatchObject({ code: "invalid_input" });
    }
    expect(requests).toEqual([]);
  });
});

it("shows its secret in no error", async () => {
  const secret = "whsec-very-secret";
  const echo = {
    target: { ...INPUT, secret },
    property: "triggers",
    constraints: { isEnum: "no" },
  };
  const refusals = [
    Response.json({ error: { message: "Bad", details: { errors: [echo] } } }, { status: 400 }),
    Response.json({ data: { secret, id: 5 } }),
    Response.json({ error: { message: "Oops" } }, { status: 500 }),
  ];
  const { calcom } = stubbedClient((_request, count) => refusals[count - 1] as Response);
  for (const _refusal of refusals) {
    const error = await errorOf(calcom.webhooks.create({ ...INPUT, secret }));
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(secret);
  }
  const invalid = await errorOf(calcom.webhooks.create({ ...INPUT, secret: { secret } as never }));
  expect(inspect(invalid, { depth: 9 })).not.toContain(secret);
});

it("alters no availability, so what is cached stays", async () => {
  const { calcom } = stubbedClient(({ url }) =>
    url.includes("/slots")
      ? Response.json({
          data: {
            "2026-12-07": [{ start: "2026-12-07T09:00:00.000Z", end: "2026-12-07T09:30:00.000Z" }],
          },
        })
      : Response.json({ status: "success", data: { ...INPUT, id: HOOK, active: true } }),
  );
  const question = { eventTypeId: 1, start: "2026-12-07", end: "2026-12-07" };
  await calcom.slots.list(question);
  await calcom.webhooks.create(INPUT);
  await calcom.webhooks.delete(HOOK);
  expect((await calcom.slots.list(question)).provenance.source).toBe("cache");
});
