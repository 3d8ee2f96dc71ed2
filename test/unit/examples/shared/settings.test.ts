import { expect, it } from "vitest";
import { readSettings } from "../../../../examples/shared/settings.ts";

const ACCOUNT = { CALCOM_API_KEY: "cal_x", CALCOM_EVENT_TYPE_ID: "7" };

it("plays the demo where nothing is set", () => {
  expect(readSettings({ CALCOM_API_KEY: "", PORT: "" })).toMatchObject({
    ...{ port: 3000, account: undefined, redisUrl: undefined, officeZone: "Europe/Berlin" },
  });
});

it("takes a real account by its key and what is booked", () => {
  expect(readSettings({ ...ACCOUNT, CALCOM_WEBHOOK_SECRET: "s" }).account).toEqual({
    ...{ apiKey: "cal_x", eventTypeId: 7, webhookSecret: "s" },
    baseUrl: "https://api.cal.com/v2",
  });
});

it.each([
  [{ CALCOM_API_KEY: "cal_x" }, "CALCOM_EVENT_TYPE_ID"],
  [{ CALCOM_EVENT_TYPE_ID: "7" }, "CALCOM_API_KEY"],
  [{ ...ACCOUNT, CALCOM_EVENT_TYPE_ID: "0" }, "CALCOM_EVENT_TYPE_ID"],
  [{ PORT: "http" }, "PORT"],
  [{ DEMO_NOW: "tomorrow" }, "DEMO_NOW"],
  [{ OFFICE_TIME_ZONE: "Mars/Base" }, "OFFICE_TIME_ZONE"],
])("names what cannot be in %o, and never a key", (env, name) => {
  expect(() => readSettings(env)).toThrow(name);
  expect(() => readSettings(env)).not.toThrow("cal_x");
});
