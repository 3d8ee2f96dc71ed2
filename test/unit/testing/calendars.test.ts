import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, book, createSalon, freeTimes } from "./setup.ts";

const tenToEleven = { userId: 1, start: at("10:00"), end: at("11:00") };

describe("an external calendar", () => {
  it("takes the slots of all event types, with their buffers, until it is free", async () => {
    const salon = createSalon();
    const { id } = salon.fake.calendars.addBusy(tenToEleven);
    const free = await freeTimes(salon, 1);
    expect(free).toEqual(expect.arrayContaining(["09:30", "11:00"]));
    expect(free).not.toEqual(expect.arrayContaining(["10:00"]));
    expect(free).not.toEqual(expect.arrayContaining(["10:30"]));
    expect(await freeTimes(salon, 2)).not.toContain("10:00");
    expect((await book(salon, 1, "10:30")).status).toBe(400);
    salon.fake.eventTypes.update(1, { beforeEventBuffer: 30 });
    expect(await freeTimes(salon, 1)).not.toContain("11:00");
    expect(await freeTimes(salon, 1)).toContain("09:30");
    salon.fake.calendars.removeBusy(id);
    expect(await freeTimes(salon, 1)).toContain("10:00");
  });

  it("takes a time from its user alone", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const own = salon.fake.eventTypes.add({ ownerId: bob.id });
    salon.fake.calendars.addBusy(tenToEleven);
    expect(await freeTimes(salon, own.id)).toContain("10:00");
  });

  it("tells its busy times, for whole days of the zone", async () => {
    const salon = createSalon();
    salon.fake.calendars.addBusy(tenToEleven);
    salon.fake.calendars.addBusy({ ...tenToEleven, start: at("23:00"), end: at("23:30") });
    const { data: calendars } = await ask(salon, "GET /calendars");
    const [{ credentialId, externalId }] = calendars.connectedCalendars[0].calendars;
    expect(calendars.destinationCalendar.externalId).toBe(externalId);
    const busy = async (date: string, timeZone: string, named = externalId) => {
      const query = new URLSearchParams({
        dateFrom: date,
        dateTo: date,
        timeZone,
        "calendarsToLoad[0][credentialId]": String(credentialId),
        "calendarsToLoad[0][externalId]": named,
      });
      return (await ask(salon, `GET /calendars/busy-times?${query}`)).data;
    };
    const early = { start: at("10:00"), end: at("11:00"), source: null };
    const late = { start: at("23:00"), end: at("23:30"), source: null };
    expect(await busy("2026-12-07", "UTC")).toEqual([early, late]);
    expect(await busy("2026-12-07", "Europe/Berlin")).toEqual([early]);
    expect(await busy("2026-12-08", "Europe/Berlin")).toEqual([late]);
    expect(await busy("2026-12-07", "UTC", "other@example.test")).toEqual([]);
    expect((await ask(salon, "GET /calendars/busy-times?timeZone=UTC")).status).toBe(400);
    expect((await ask(salon, "GET /calendars", undefined, null)).status).toBe(401);
  });
});
