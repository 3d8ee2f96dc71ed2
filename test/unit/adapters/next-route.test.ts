import { describe, expect, it, vi } from "vitest";
import { createWebhookRoute } from "../../../src/adapters/next.ts";
import { signedDelivery } from "../../../src/testing/signed-delivery.ts";
import { SECRET, warmReceiver } from "../webhooks/deliveries.ts";

const delivery = () => signedDelivery({ trigger: "OOO_CREATED", payload: {}, secret: SECRET });

/** Next's `after`: what it is given begins when the answer is out. */
function nextAfter() {
  const waiting: (() => Promise<unknown>)[] = [];
  return {
    after: (begin: () => Promise<unknown>) => void waiting.push(begin),
    answered: () => Promise.all(waiting.map((begin) => begin())),
  };
}

describe("createWebhookRoute", () => {
  it("begins handlers when the answer is out, and invalidates before", async () => {
    const { calcom, heard } = await warmReceiver();
    const { after, answered } = nextAfter();
    const onAny = vi.fn();
    const POST = createWebhookRoute(calcom, { after, onAny });
    expect((await POST(await delivery())).status).toBe(204);
    expect(heard).toHaveLength(1);
    expect(onAny).not.toHaveBeenCalled();
    await answered();
    expect(onAny).toHaveBeenCalledTimes(1);
  });

  it("waits for handlers on a Next without `after`", async () => {
    const { calcom } = await warmReceiver();
    const onAny = vi.fn();
    await createWebhookRoute(calcom, { onAny })(await delivery());
    expect(onAny).toHaveBeenCalledTimes(1);
  });

  it("waits for handlers, and says so, where `after` refuses", async () => {
    const warn = vi.fn();
    const { calcom } = await warmReceiver({ logger: { warn } });
    const onAny = vi.fn();
    const after = () => {
      throw new Error("outside a request scope");
    };
    const answer = await createWebhookRoute(calcom, { after, onAny })(await delivery());
    expect(answer.status).toBe(204);
    expect(onAny).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("`after` threw"), expect.anything());
  });

  it("refuses a handler of a name that there is not, before anything is delivered", async () => {
    const { calcom } = await warmReceiver();
    const misspelt = { onBookingMade: () => undefined } as object;
    expect(() => createWebhookRoute(calcom, misspelt)).toThrow("onBookingMade");
  });
});
