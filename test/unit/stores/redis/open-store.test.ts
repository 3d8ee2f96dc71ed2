import { expect, it } from "vitest";
import { ConfigurationError } from "../../../../src/errors.ts";
import { redisStore } from "../../../../src/redis.ts";

it.each([
  {},
  { url: undefined },
  { url: "localhost:6379" },
  { url: "https://localhost" },
  { url: "redis://:secret@[" },
  { client: undefined },
  { client: {} },
  { client: { sendCommand: () => undefined } },
  { client: { getClient: async () => undefined } },
  { url: "redis://localhost", values: "memory" },
  { url: "redis://localhost", keyPrefix: 5 },
])("refuses options that cannot be used: %o", (options) => {
  const refused = expect(() => redisStore(options as never));
  refused.toThrow(ConfigurationError);
  refused.not.toThrow(/secret/);
});
