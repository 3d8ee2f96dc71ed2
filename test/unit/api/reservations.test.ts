import { describe, expect, it } from "vitest";
import { createWorld, DAY, sourceOf, timesOf, warm } from "../../helpers/world.ts";

const held = (eventTypeId: number, time = "09:00") => ({
  eventTypeId,
  slotStart: `${DAY}T${time}:00Z`,
});

describe("a time that is held", () => {
  it("leaves every event type of the host at once", async () => {
    const { half, hour, client } = createWorld();
    const calcom = client();
    await warm(calcom, half.id, hour.id);
    const { reservation, coherence } = await calcom.reservations.create(held(half.id));
    expect(coherence).toBe("confirmed");
    expect(reservation).toMatchObject({ eventTypeId: half.id, slotStart: `${DAY}T09:00:00.000Z` });
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
  });

  it("comes back when it is let go", async () => {
    const { half, hour, client } = createWorld();
    const calcom = client();
    const { reservation } = await calcom.reservations.create(held(half.id));
    await warm(calcom, half.id, hour.id);
    expect(await calcom.reservations.delete(reservation.reservationUid)).toEqual({
      coherence: "confirmed",
    });
    expect(await timesOf(calcom, hour.id)).toContain("09:00");
  });

  it("is exchanged for another one", async () => {
    const { half, client } = createWorld();
    const calcom = client();
    const { reservation } = await calcom.reservations.create(held(half.id));
    await warm(calcom, half.id);
    await calcom.reservations.update(reservation.reservationUid, held(half.id, "10:00"));
    const times = await timesOf(calcom, half.id);
    expect(times).toContain("09:00");
    expect(times).not.toContain("10:00");
  });

  it("can be asked for until it has gone", async () => {
    const { half, client } = createWorld();
    const calcom = client();
    const { reservation } = await calcom.reservations.create(held(half.id));
    const uid = reservation.reservationUid;
    expect(await calcom.reservations.get(uid)).toMatchObject({ reservationUid: uid });
    await calcom.reservations.delete(uid);
    expect(await calcom.reservations.get(uid)).toBeNull();
  });
});

describe("what the invalidation reaches", () => {
  const tagsOf = async (known: boolean, act: "update" | "delete") => {
    const { half, client } = createWorld();
    const maker = client();
    const changer = known ? maker : client({ namespace: "elsewhere" });
    const { reservation } = await maker.reservations.create(held(half.id));
    const tags: string[] = [];
    changer.on("invalidated", (event) => tags.push(...event.tags));
    const uid = reservation.reservationUid;
    if (act === "delete") await changer.reservations.delete(uid);
    else await changer.reservations.update(uid, held(half.id, "10:00"));
    return tags;
  };

  it.each(["update", "delete"] as const)("is everything for an unknown one: %s", async (act) => {
    expect(await tagsOf(false, act)).toContain("all");
  });

  it.each(["update", "delete"] as const)("is its own hosts for a known one: %s", async (act) => {
    const tags = await tagsOf(true, act);
    expect(tags).toContain("host:1");
    expect(tags).not.toContain("all");
  });
});

it("leaves the cache warm when the time is held already", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  await calcom.reservations.create(held(half.id));
  await warm(calcom, half.id);
  await expect(calcom.reservations.create(held(half.id))).rejects.toMatchObject({
    code: "api_error",
    status: 422,
  });
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it.each([{}, { eventTypeId: 1 }, { eventTypeId: 1, slotStart: "soon" }])(
  "refuses %j before anything is sent",
  async (input) => {
    const { fake, client } = createWorld();
    const attempt = client().reservations.create(input as never);
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input" });
    expect(fake.requests).toEqual([]);
  },
);
