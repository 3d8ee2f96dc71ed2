import { describe, expect, it } from "vitest";
import { WebhookSignatureError } from "../../../src/index.ts";
import { signBody } from "../../../src/webhooks/signature.ts";
import {
  delivery,
  emailTagOf,
  RECORDED_SECRETS,
  requestOf,
  sorted,
  warmReceiver,
} from "./deliveries.ts";

interface Expected {
  readonly eventType?: number;
  readonly host?: 1;
  readonly attendee?: string;
  /** Whether the payload alone says who all the hosts are. */
  readonly complete: boolean;
  /** Whether it replaces a booking nobody here knows. */
  readonly moves?: true;
  /** Whether it may tell of a series that nobody here knows. */
  readonly ofMany?: true;
}

/** One of each kind; what becomes of all of them is a matter of conformance. */
const EXPECTED: Readonly<Record<number, Expected>> = {
  1: { eventType: 1, host: 1, attendee: "ann", complete: true },
  8: { eventType: 5, host: 1, attendee: "ed", complete: true },
  10: { complete: false },
  13: { eventType: 1, host: 1, attendee: "ann", complete: true, moves: true },
  14: { eventType: 1, host: 1, attendee: "ann", complete: false, ofMany: true },
  16: { eventType: 3, host: 1, attendee: "cc", complete: true },
  17: { eventType: 3, attendee: "cc", complete: false, ofMany: true },
  19: { eventType: 3, attendee: "ce", complete: false },
  28: { eventType: 2, host: 1, attendee: "q1", complete: true },
  31: { eventType: 2, host: 1, attendee: "buf", complete: true },
  32: { eventType: 2, host: 1, attendee: "buf", complete: false, ofMany: true },
  40: { eventType: 1, host: 1, attendee: "ann", complete: true, moves: true },
  41: { eventType: 1, host: 1, attendee: "ann", complete: false, ofMany: true },
  43: { eventType: 3, attendee: "ann", complete: false, ofMany: true },
  44: { eventType: 3, host: 1, attendee: "ann", complete: true, moves: true },
};
const UNSIGNED = 73;

async function tagsOf({ eventType, host, attendee }: Expected): Promise<string[]> {
  if (attendee === undefined) return ["unknown"];
  const people = ["alice", attendee].map((name) => emailTagOf(`${name}@example.test`));
  const hosts = host === undefined ? [] : [`host:${host}`];
  return ["unknown", `event-type:${eventType}`, ...hosts, ...(await Promise.all(people))];
}

for (const [number, expected] of Object.entries(EXPECTED)) {
  const recorded = delivery(Number(number));

  describe(`delivery ${number}`, () => {
    it("is genuine, and reaches `all` only if it leaves the hosts open", async () => {
      const { calcom, heard, source } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
      const result = await calcom.handleWebhook(requestOf(recorded));
      const open = !expected.complete || expected.moves === true;
      const tags = [...(await tagsOf(expected)), ...(open ? ["all"] : [])];
      expect(sorted(result.invalidated)).toEqual(sorted(tags));
      expect(result.duplicate).toBe(false);
      expect(result.invalidated.join()).not.toContain("@");
      expect(heard).toEqual([
        { tags: result.invalidated, cause: "webhook", coherence: "confirmed" },
      ]);
      expect(await source()).toBe("origin");
    });

    it("reaches less where the application knows the hosts", async () => {
      const known = [1, 2, 3, 5];
      const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS, known });
      const { invalidated } = await calcom.handleWebhook(requestOf(recorded));
      const { eventType, moves = false, ofMany = false } = expected;
      const isOpen = moves || ofMany || eventType === undefined;
      expect(invalidated.includes("all")).toBe(isOpen);
      expect(invalidated).toEqual(expect.arrayContaining(await tagsOf(expected)));
      if (expected.eventType !== undefined) expect(invalidated).toContain("host:1");
    });

    it("is handed on as it came", async () => {
      const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
      const { event } = await calcom.handleWebhook(requestOf(recorded));
      const body = JSON.parse(recorded.bodyUtf8);
      expect(event.triggerEvent).toBe(body.triggerEvent);
      expect(event.createdAt).toBe(body.createdAt);
      expect(event.payload).toEqual(body.payload ?? body);
    });
  });
}

it.each([
  ["names the hosts, does not reach everything", { id: 1 }, false],
  ["leaves the hosts out, reaches everything", {}, true],
] as const)("a move, where the earlier delivery %s", async (_name, host, reachesAll) => {
  const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS, known: [3] });
  const earlier = JSON.parse(delivery(43).bodyUtf8);
  Object.assign(earlier.payload.organizer, host);
  const body = JSON.stringify(earlier);
  const signature = await signBody(body, String(RECORDED_SECRETS[0]));
  await calcom.handleWebhook({ body, headers: { "x-cal-signature-256": signature } });
  const { invalidated } = await calcom.handleWebhook(requestOf(delivery(44)));
  const expected = sorted(await tagsOf(EXPECTED[44] as Expected));
  expect(sorted(invalidated.filter((tag) => tag !== "all"))).toEqual(expected);
  expect(invalidated.includes("all")).toBe(reachesAll);
});

it("a cancel whose booking an earlier delivery named completely still asks who hosts it", async () => {
  const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
  await calcom.handleWebhook(requestOf(delivery(31)));
  const { invalidated } = await calcom.handleWebhook(requestOf(delivery(32)));
  expect(invalidated).toEqual(expect.arrayContaining(["event-type:2", "host:1", "unknown"]));
});

it("an unsigned delivery is refused and changes nothing", async () => {
  const { calcom, heard, source } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
  await expect(calcom.handleWebhook(requestOf(delivery(UNSIGNED)))).rejects.toThrow(
    WebhookSignatureError,
  );
  expect(heard).toEqual([]);
  expect(await source()).toBe("cache");
});
