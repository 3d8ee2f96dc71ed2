import { expect, it } from "vitest";
import { deliveries, RECORDED_SECRETS, requestOf } from "./deliveries.ts";
import { handling } from "./handler-setup.ts";

const UNSIGNED = 73;
/** The same event as the one before: a booking rejected twice, and one told to two subscriptions. */
const COPIES = [20, 80];
const TEMPLATES = [10, 70];

it("every recorded delivery is answered, and each event told once", async () => {
  const told: (string | undefined)[] = [];
  const reasons: (string | undefined)[] = [];
  const statuses = new Map<number, number>();
  const onAny = ({ triggerEvent }: { triggerEvent: string | undefined }, { reason }: Context) => {
    told.push(triggerEvent);
    reasons.push(reason);
  };
  const webhookSecret = [...RECORDED_SECRETS, "whsec-team"];
  const { answer } = await handling({ onAny }, { webhookSecret });
  for (const one of deliveries) statuses.set(one.n, (await answer(requestOf(one))).status);

  const genuine = deliveries.filter(({ n }) => n !== UNSIGNED);
  const news = genuine.filter(({ n }) => !COPIES.includes(n));
  expect(statuses.get(UNSIGNED)).toBe(401);
  expect(new Set(genuine.map(({ n }) => statuses.get(n)))).toEqual(new Set([204]));
  expect(told).toEqual(news.map(({ bodyUtf8 }) => JSON.parse(bodyUtf8).triggerEvent));
  expect(reasons).toEqual(news.map(({ n }) => (TEMPLATES.includes(n) ? "template" : undefined)));
});

interface Context {
  readonly reason: string | undefined;
}
