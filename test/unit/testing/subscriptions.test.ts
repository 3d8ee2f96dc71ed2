import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, type Salon } from "./setup.ts";

const url = "https://app.example/hook";

const created = { active: true, subscriberUrl: url, triggers: ["BOOKING_CREATED"] };

async function deliveredTo({ fake }: Salon, time: string): Promise<string[]> {
  const before = fake.webhooks.deliveries.length;
  await fake.bookings.book({ eventTypeId: 1, start: at(time) });
  return fake.webhooks.deliveries.slice(before).map((one) => one.url);
}

describe("subscriptions over HTTP", () => {
  it("deliver, until they are turned off or deleted", async () => {
    const salon = createSalon();
    const { status, data } = await ask(salon, "POST /webhooks", created);
    expect(status).toBe(201);
    expect(await deliveredTo(salon, "09:00")).toEqual([url]);
    await ask(salon, `PATCH /webhooks/${data.id}`, { active: false });
    expect(await deliveredTo(salon, "10:00")).toEqual([]);
    await ask(salon, `PATCH /webhooks/${data.id}`, { active: true, subscriberUrl: `${url}/2` });
    expect(await deliveredTo(salon, "11:00")).toEqual([`${url}/2`]);
    await ask(salon, `DELETE /webhooks/${data.id}`);
    expect(await deliveredTo(salon, "12:00")).toEqual([]);
  });

  it("of a template that is no JSON send it as a form (API.md 11.3)", async () => {
    const salon = createSalon();
    for (const payloadTemplate of ['{"uid":"{{uid}}"}', "uid={{uid}}"]) {
      const subscriberUrl = `${url}/${payloadTemplate.length}`;
      await ask(salon, "POST /webhooks", { ...created, subscriberUrl, payloadTemplate });
    }
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("09:00") });
    const types = salon.fake.webhooks.deliveries.map(({ headers }) => headers["content-type"]);
    expect(types).toEqual(["application/json", "application/x-www-form-urlencoded"]);
  });

  it("share one list with those a test adds", async () => {
    const salon = createSalon();
    const { id } = salon.fake.webhooks.subscribe({ url, userId: salon.owner.id });
    salon.fake.webhooks.subscribe({ url: `${url}/all` });
    const { data } = await ask(salon, "GET /webhooks");
    expect(data).toMatchObject([{ id, subscriberUrl: url, active: true, secret: null }]);
    expect(data[0].triggers).toContain("BOOKING_CANCELLED");
    expect((await ask(salon, "POST /webhooks", created)).status).toBe(409);
  });

  it("are listed in pages", async () => {
    const salon = createSalon();
    for (const n of [1, 2, 3]) {
      await ask(salon, "POST /webhooks", { ...created, subscriberUrl: `${url}/${n}` });
    }
    const { data } = await ask(salon, "GET /webhooks?take=1&skip=1");
    expect(data).toMatchObject([{ subscriberUrl: `${url}/2` }]);
  });

  it("of an event type hear of that one, and go all at once", async () => {
    const salon = createSalon();
    const path = "/event-types/1/webhooks";
    await ask(salon, `POST ${path}`, created);
    await ask(salon, `POST ${path}`, { ...created, subscriberUrl: `${url}/2` });
    await ask(salon, "POST /event-types/2/webhooks", { ...created, subscriberUrl: `${url}/3` });
    expect((await ask(salon, `POST ${path}`, created)).message).toContain("this event type");
    expect(await deliveredTo(salon, "09:00")).toEqual([url, `${url}/2`]);
    expect((await ask(salon, `DELETE ${path}`)).data).toBe("2 webhooks deleted");
    expect(await deliveredTo(salon, "10:00")).toEqual([]);
    expect((await ask(salon, "GET /event-types/2/webhooks")).data).toHaveLength(1);
  });

  it("are their owner's alone", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const { data } = await ask(salon, "POST /event-types/1/webhooks", created);
    const path = `/event-types/1/webhooks/${data.id}`;
    expect((await ask(salon, `DELETE ${path}`, undefined, bob.apiKey)).status).toBe(403);
    expect((await ask(salon, `GET /event-types/2/webhooks/${data.id}`)).status).toBe(403);
    expect((await ask(salon, "GET /event-types/9/webhooks")).status).toBe(404);
    expect((await ask(salon, "GET /webhooks/nobody")).status).toBe(404);
    expect((await ask(salon, `GET ${path}`)).data).toMatchObject({ eventTypeId: 1 });
  });

  it("need a switch, a url and known triggers", async () => {
    const salon = createSalon();
    const response = await salon.fake.fetch(`${salon.fake.baseUrl}/webhooks`, {
      method: "POST",
      headers: { authorization: `Bearer ${salon.owner.apiKey}` },
      body: "{}",
    });
    const { error } = await response.json();
    const properties = error.details.errors.map(({ property }: { property: string }) => property);
    expect(properties).toEqual(["active", "subscriberUrl", "triggers"]);
  });
});
