import { afterAll, beforeAll, expect, it, vi } from "vitest";
import worker from "../../examples/edge/worker.ts";
import { systemClock } from "../../src/clock.ts";
import {
  createFakeCalcom,
  type FakeCalcomServer,
  startFakeCalcomServer,
} from "../../src/testing/server.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { delivery } from "../conformance/deliveries.ts";

const SECRET = "whsec-user";
const { bodyUtf8 } = delivery(1);
const fake = createFakeCalcom({ clock: systemClock, rateLimit: false });
const alice = fake.users.add({ username: "alice" });
let server: FakeCalcomServer;
beforeAll(async () => {
  server = await startFakeCalcomServer(fake);
});
afterAll(() => server.close());

/** One request of a Worker, and what it asked to be kept alive for. */
async function run(request: Request) {
  const work: Promise<unknown>[] = [];
  const env = {
    CALCOM_API_KEY: alice.apiKey,
    CALCOM_BASE_URL: server.url,
    CALCOM_WEBHOOK_SECRET: SECRET,
  };
  const execution = { waitUntil: (one: Promise<unknown>) => void work.push(one) };
  return { answer: await worker.fetch(request, env, execution), work };
}

const post = async (body: string, secret = SECRET) =>
  run(
    new Request("https://worker.example/webhooks/calcom", {
      method: "POST",
      headers: { "x-cal-signature-256": await signBody(body, secret) },
      body,
    }),
  );

it("hands the work on a delivery to the platform", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue(undefined);
  const { answer, work } = await post(bodyUtf8);
  expect([answer.status, work.length]).toEqual([204, 1]);
  await Promise.all(work);
  expect(log).toHaveBeenCalledWith("booked", JSON.parse(bodyUtf8).payload.uid);
  log.mockRestore();
});

it("does nothing more about one that came before", async () => {
  const { answer, work } = await post(bodyUtf8);
  expect([answer.status, work.length]).toEqual([204, 0]);
});

it("refuses what its secret has not signed", async () => {
  const errors = vi.spyOn(console, "error").mockReturnValue(undefined);
  const { answer } = await post(bodyUtf8, "another secret");
  expect(answer.status).toBe(401);
  expect(errors).toHaveBeenCalledOnce();
  errors.mockRestore();
});

it("answers 404 elsewhere", async () => {
  const { answer } = await run(new Request("https://worker.example/"));
  expect(answer.status).toBe(404);
});
