import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { createFakeCalcom, startFakeCalcomServer } from "../../src/testing/server.ts";
import { startExample } from "../helpers/example-process.ts";
import { headOf, openLine } from "../helpers/http-app.ts";
import { mondayAfter } from "../helpers/monday.ts";
import {
  ALL_SECRETS,
  postSigned,
  sendRecorded,
  signedDeliveries,
} from "../helpers/recorded-sending.ts";

const [SECRET = ""] = ALL_SECRETS;

/** A Cal.com over HTTP that delivers its webhooks over HTTP. */
async function openWorld(path: string) {
  let hook = "";
  const fake = createFakeCalcom({
    clock: systemClock,
    rateLimit: false,
    deliver: async (request) => {
      const { method, headers } = request;
      return fetch(hook, { method, headers, body: await request.text() });
    },
  });
  const alice = fake.users.add({ username: "alice" });
  const { id } = fake.eventTypes.add({ ownerId: alice.id, slug: "half", lengthInMinutes: 30 });
  const server = await startFakeCalcomServer(fake);
  const example = await startExample(path, {
    CALCOM_API_KEY: alice.apiKey,
    CALCOM_BASE_URL: server.url,
    CALCOM_WEBHOOK_SECRET: SECRET,
  });
  hook = `${example.url}/webhooks/calcom`;
  fake.webhooks.subscribe({ url: hook, secret: SECRET });
  const day = mondayAfter(systemClock.now());
  const read = async () => {
    const answer = await (await fetch(`${example.url}/slots/${id}/${day}`)).json();
    return { source: answer.source, starts: answer.slots[day].map(({ start }: Slot) => start) };
  };
  const close = () => Promise.all([example.kill(), server.close()]);
  return { fake, id, day, hook, example, read, close };
}

interface Slot {
  readonly start: string;
}

describe.each(["fastify/server.ts", "hono/server.ts", "edge/serve.ts"])("examples/%s", (path) => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  beforeAll(async () => {
    world = await openWorld(path);
  }, 30_000);
  afterAll(() => world.close());

  it("serves from its cache until it hears of a booking, and tells its handler", async () => {
    const { fake, id, day, example, read } = world;
    const start = `${day}T09:00:00.000Z`;
    expect((await read()).starts).toContain(start);
    expect((await read()).source).toBe("cache");
    const { uid } = await fake.bookings.book({ eventTypeId: id, start });
    const after = await read();
    expect(after.source).toBe("origin");
    expect(after.starts).not.toContain(start);
    await expect.poll(example.written).toContain(`booked ${uid}`);
  });

  it("takes recorded deliveries as they came, whatever they call themselves", async () => {
    const { hook } = world;
    const own = signedDeliveries.filter(({ url }) => url === "/hook/user").slice(0, 5);
    for (const one of own) {
      expect((await sendRecorded(hook, one)).status).toBe(204);
      expect((await sendRecorded(hook, one, "application/x-www-form-urlencoded")).status).toBe(204);
    }
    expect((await postSigned(hook, "no JSON: \u{1F5D3}\uFE0F", SECRET)).status).toBe(204);
  });

  it("refuses what no secret has signed, what came empty and what is too large", async () => {
    const { hook, example } = world;
    expect((await postSigned(hook, "{}", "another secret")).status).toBe(401);
    expect((await fetch(hook, { method: "POST" })).status).toBe(401);
    expect((await postSigned(hook, " ".repeat(1_048_577), SECRET)).status).toBe(413);
    const line = await openLine(Number(new URL(example.url).port));
    const head = headOf("content-length: 500").replace("/hook", "/webhooks/calcom");
    await line.send(`${head}{`);
    line.socket.destroy();
    expect((await postSigned(hook, "{}", SECRET)).status).toBe(204);
  });
});
