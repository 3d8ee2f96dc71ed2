import { expect, it } from "vitest";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const QUERY = {
  dateFrom: "2026-12-07",
  dateTo: "2026-12-08",
  calendarsToLoad: [
    { credentialId: 5, externalId: "ann@example.test" },
    { credentialId: 6, externalId: "https://dav.example/a?b=c&d=[e]" },
  ],
};

it("names the calendars in brackets that are not encoded", async () => {
  const busy = [{ start: "2026-12-07T09:00:00Z", end: "2026-12-07T10:00:00Z", source: null }];
  const { calcom, requests } = stubbedClient(() => Response.json({ data: busy }));
  expect(await calcom.calendars.busyTimes({ ...QUERY, timeZone: "Europe/Berlin" })).toEqual(busy);
  const query = requests[0]?.url.split("/v2/calendars/busy-times?")[1] as string;
  expect(query).toContain("&calendarsToLoad[0][credentialId]=5&");
  expect(query).toContain("&calendarsToLoad[1][externalId]=https%3A%2F%2F");
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    timeZone: "Europe/Berlin",
    loggedInUsersTz: "Europe/Berlin",
    dateFrom: "2026-12-07",
    dateTo: "2026-12-08",
    "calendarsToLoad[0][credentialId]": "5",
    "calendarsToLoad[0][externalId]": "ann@example.test",
    "calendarsToLoad[1][credentialId]": "6",
    "calendarsToLoad[1][externalId]": "https://dav.example/a?b=c&d=[e]",
  });
});

it("counts dates in UTC unless told otherwise", async () => {
  const { calcom, requests } = stubbedClient(() => Response.json({ data: [] }));
  await calcom.calendars.busyTimes(QUERY);
  expect(new URL(requests[0]?.url as string).searchParams.get("timeZone")).toBe("UTC");
});

it("lists what is connected", async () => {
  const calendar = { externalId: "ann@example.test", credentialId: 5, isSelected: true, newer: 1 };
  const data = {
    connectedCalendars: [{ credentialId: 5, integration: { slug: "g" }, calendars: [calendar] }],
    destinationCalendar: null,
  };
  const { calcom, requests } = stubbedClient(() => Response.json({ data }));
  expect(await calcom.calendars.list()).toEqual(data);
  expect(requests[0]?.url).toBe("https://api.cal.example/v2/calendars");
});

it.each([
  [{ ...QUERY, dateFrom: "2026-12-07T00:00:00Z" }, "dateFrom"],
  [{ ...QUERY, dateTo: "2026-13-01" }, "dateTo"],
  [{ ...QUERY, timeZone: "Mars/Base" }, "timeZone"],
  [{ ...QUERY, calendarsToLoad: [] }, "calendarsToLoad"],
  [{ ...QUERY, calendarsToLoad: [{ credentialId: 5 }] }, "calendarsToLoad.0.externalId"],
])("refuses %j before it is sent", async (query, path) => {
  const { calcom, requests } = stubbedClient(() => Response.json({}));
  const error = await errorOf(calcom.calendars.busyTimes(query as never));
  expect(error).toMatchObject({ code: "invalid_input", path });
  expect(requests).toEqual([]);
});
