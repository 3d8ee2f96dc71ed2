import { expect, it } from "vitest";
import { CalcomClient, ConfigurationError, memoryStore } from "../../../src/index.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { createScheduledServer } from "../../helpers/scheduled-server.ts";

const clientWith = (consistency: unknown, store = memoryStore()) =>
  new CalcomClient({ store, consistency: consistency as "strict" });
const telling = () => createScheduledServer(createVirtualClock()).connect().store;

it.each(["strict", { maxStalenessMs: 1 }, { maxStalenessMs: 60_000 }])("takes %o", (option) => {
  expect(() => clientWith(option, telling())).not.toThrow();
});

it.each(["bounded", {}, { maxStalenessMs: "1000" }, { maxStalenessMs: undefined }])(
  "says what to write instead of %o",
  (option) => {
    expect(() => clientWith(option, telling())).toThrow(/maxStalenessMs: 1000/);
  },
);

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a bound of %d ms", (bound) => {
  expect(() => clientWith({ maxStalenessMs: bound }, telling())).toThrow(
    /consistency\.maxStalenessMs/,
  );
});

it("refuses a bound over a store that tells of nothing", () => {
  const create = () => clientWith({ maxStalenessMs: 1_000 });
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(/redisStore\(\)/);
});
