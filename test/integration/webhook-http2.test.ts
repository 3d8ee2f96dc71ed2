import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createWebhookMiddleware } from "../../src/adapters/express.ts";
import { CalcomClient } from "../../src/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { delivery } from "../conformance/deliveries.ts";

const SECRET = "whsec-user";

it("takes deliveries over HTTP/2", async () => {
  const middleware = createWebhookMiddleware(new CalcomClient({ webhookSecret: SECRET }));
  const server = createServer(middleware);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const statusFor = async (body: string, signature: string) => {
    const stream = session.request({
      ...{ ":method": "POST", ":path": "/hook", "x-cal-signature-256": signature },
    });
    const status = new Promise((resolve) =>
      stream.once("response", (headers) => resolve(headers[":status"])),
    );
    stream.end(body);
    return status;
  };
  const { bodyUtf8 } = delivery(1);
  expect(await statusFor(bodyUtf8, await signBody(bodyUtf8, SECRET))).toBe(204);
  expect(await statusFor(bodyUtf8, await signBody(bodyUtf8, "another"))).toBe(401);
});
