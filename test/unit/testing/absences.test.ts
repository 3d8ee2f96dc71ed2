import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { createSalon, freeTimes } from "./setup.ts";

const day = { start: "2026-12-07T10:00:00.000Z", end: "2026-12-07T11:00:00.000Z" };

/** The salon's owner and Bob in a team, Carol in none. */
function createCrew() {
  const salon = createSalon();
  const bob = salon.fake.users.add({ username: "bob" });
  const carol = salon.fake.users.add({ username: "carol" });
  const own = salon.fake.eventTypes.add({ ownerId: bob.id });
  const memberIds = [salon.owner.id, bob.id];
  const { id } = salon.fake.teams.add({ memberIds, isOrganization: true });
  return { salon, bob, carol, own, teamId: id };
}

describe("out of office over HTTP", () => {
  it("takes whole days, and gives them back", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { status, data } = await ask(salon, "POST /me/ooo", { ...day, reason: "sick" });
    expect(status).toBe(201);
    expect(data).toEqual({
      id: 1,
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      userId: salon.owner.id,
      start: "2026-12-07T00:00:00.000Z",
      end: "2026-12-07T23:59:59.999Z",
      notes: null,
      toUserId: null,
      reason: "sick",
    });
    expect(await freeTimes(salon, 1)).toEqual([]);
    const later = { start: "2026-12-08", end: "2026-12-09", notes: "moved" };
    expect((await ask(salon, `PATCH /me/ooo/${data.id}`, later)).data.notes).toBe("moved");
    expect(await freeTimes(salon, 1)).toHaveLength(16);
    await ask(salon, `PATCH /me/ooo/${data.id}`, day);
    expect(await freeTimes(salon, 1)).toEqual([]);
    expect((await ask(salon, `DELETE /me/ooo/${data.id}`)).data.id).toBe(data.id);
    expect(await freeTimes(salon, 1)).toHaveLength(16);
    expect(salon.received).toEqual([]);
  });

  it("shares its entries with those a test adds", async () => {
    const salon = createSalon();
    const first = salon.fake.outOfOffice.add({ userId: 1, from: "2026-12-14", to: "2026-12-15" });
    await ask(salon, "POST /me/ooo", day);
    const ids = async (query: string) =>
      (await ask(salon, `GET /me/ooo${query}`)).data.map(({ id }: { id: number }) => id);
    expect(await ids("")).toEqual([first.id, 2]);
    expect(await ids("?sortStart=asc")).toEqual([2, first.id]);
    expect(await ids("?sortEnd=desc&take=1")).toEqual([first.id]);
    expect(await ids("?skip=1")).toEqual([2]);
    expect((await ask(salon, `DELETE /me/ooo/${first.id}`)).status).toBe(200);
    expect(await ids("")).toEqual([2]);
  });

  it("refuses what cannot be", async () => {
    const { salon, bob, carol } = createCrew();
    const refusal = async (body: object) => {
      const { status, message } = await ask(salon, "POST /me/ooo", body);
      return `${status} ${message}`;
    };
    const turned = { start: day.start, end: "2026-12-06" };
    expect(await refusal(turned)).toBe("400 Start date must be before end date.");
    expect(await refusal({ start: "soon", end: day.end })).toContain("400 Bad Request");
    expect(await refusal({ ...day, reason: "tired" })).toContain("400 Bad Request");
    expect(await refusal({ ...day, toUserId: salon.owner.id })).toBe(
      "400 Cannot redirect to self.",
    );
    expect(await refusal({ ...day, toUserId: carol.id })).toBe("400 Cannot redirect to this user.");
    const { data } = await ask(salon, "POST /me/ooo", { ...day, toUserId: bob.id });
    expect(await refusal(day)).toBe("409 Ooo entry already exists.");
    const half = await ask(salon, `PATCH /me/ooo/${data.id}`, { start: day.start });
    expect(half.message).toBe("Please specify both ooo start and end time.");
    const back = await ask(salon, "POST /me/ooo", { ...day, toUserId: 1 }, bob.apiKey);
    expect(back.message).toBe("Booking redirect infinite not allowed.");
  });

  it("is one's own, or that of a member of one's team", async () => {
    const { salon, bob, carol, own, teamId } = createCrew();
    const ofBob = `/teams/${teamId}/users/${bob.id}/ooo`;
    const { status, data } = await ask(salon, `POST ${ofBob}`, day);
    expect([status, data.userId]).toEqual([201, bob.id]);
    expect(await freeTimes(salon, own.id)).toEqual([]);
    expect((await ask(salon, `DELETE /me/ooo/${data.id}`)).status).toBe(404);
    expect((await ask(salon, `GET ${ofBob}`, undefined, carol.apiKey)).status).toBe(403);
    const ofCarol = `/teams/${teamId}/users/${carol.id}/ooo`;
    expect((await ask(salon, `POST ${ofCarol}`, day)).status).toBe(404);
    const all = `GET /organizations/${teamId}/ooo`;
    expect((await ask(salon, all)).data).toHaveLength(1);
    expect((await ask(salon, `${all}?email=${salon.owner.email}`)).data).toEqual([]);
    await ask(salon, `DELETE ${ofBob}/${data.id}`);
    expect((await ask(salon, `GET ${ofBob}`)).data).toEqual([]);
  });
});
