import { describe, expect, it } from "vitest";
import type { FakeCalcomOptions } from "../../../src/testing/fake-calcom.ts";
import { ask } from "./ask.ts";
import { createSalon, freeTimes } from "./setup.ts";

/** The salon's owner and Bob in a team, and Carol in none. */
function createTeam(options: Omit<FakeCalcomOptions, "clock"> = {}) {
  const salon = createSalon(options);
  const bob = salon.fake.users.add({ username: "bob" });
  const carol = salon.fake.users.add({ username: "carol" });
  const team = salon.fake.teams.add({ slug: "crew", memberIds: [salon.owner.id, bob.id] });
  const base = `/teams/${team.id}/event-types`;
  return { salon, bob, carol, team, base };
}

const body = (userId: number) => ({
  title: "Pool",
  slug: "pool",
  lengthInMinutes: 30,
  schedulingType: "roundRobin",
  hosts: [{ userId }],
});

describe("event types of a team", () => {
  it("change their hosts, and with them their slots", async () => {
    const { salon, bob, base } = createTeam();
    const { status, data } = await ask(salon, `POST ${base}`, body(salon.owner.id));
    expect([status, data.hosts]).toMatchObject([201, [{ userId: salon.owner.id }]]);
    salon.fake.outOfOffice.add({ userId: salon.owner.id, from: "2026-12-07" });
    expect(await freeTimes(salon, data.id)).toEqual([]);
    const one = `${base}/${data.id}`;
    const changed = await ask(salon, `PATCH ${one}`, { hosts: [{ userId: bob.id }] });
    expect(changed.data).toMatchObject({ slug: "pool", hosts: [{ userId: bob.id }] });
    expect(await freeTimes(salon, data.id)).toHaveLength(16);
    const all = await ask(salon, `PATCH ${one}`, { assignAllTeamMembers: true });
    expect(all.data.hosts).toHaveLength(2);
    expect((await ask(salon, `GET ${one}`)).data.hosts).toHaveLength(2);
  });

  it("are found by slug, and gone when they are deleted", async () => {
    const { salon, bob, base } = createTeam();
    const { data } = await ask(salon, `POST ${base}`, body(bob.id));
    await ask(salon, `POST ${base}`, { ...body(bob.id), slug: "other" });
    const slugs = async (query: string) =>
      (await ask(salon, `GET ${base}${query}`)).data.map(({ slug }: { slug: string }) => slug);
    expect(await slugs("")).toEqual(["pool", "other"]);
    expect(await slugs("?eventSlug=other")).toEqual(["other"]);
    expect((await ask(salon, `PATCH ${base}/${data.id}`, { slug: "other" })).status).toBe(400);
    expect((await ask(salon, `DELETE ${base}/${data.id}`)).status).toBe(200);
    expect((await ask(salon, `GET ${base}/${data.id}`)).status).toBe(404);
    expect(await slugs("")).toEqual(["other"]);
  });

  it("are shown by id to their hosts on a hosted Cal.com, and to nobody else", async () => {
    const salon = createSalon({ profile: "hosted" });
    const bob = salon.fake.users.add({ username: "bob" });
    const hostIds = [salon.owner.id];
    const { id: teamId } = salon.fake.teams.add({ memberIds: [...hostIds, bob.id] });
    const { id } = salon.fake.eventTypes.add({ teamId, hostIds });
    const path = `GET /event-types/${id}`;
    expect((await ask(salon, path)).data).toMatchObject({ id, teamId, hosts: [{ userId: 1 }] });
    expect((await ask(salon, path, undefined, bob.apiKey)).status).toBe(404);
    expect((await ask(salon, "GET /event-types/1")).data.users).toHaveLength(1);
  });

  it("are written by members, and hosted by members", async () => {
    const { salon, bob, carol, base } = createTeam();
    const { data } = await ask(salon, `POST ${base}`, body(bob.id));
    const one = `${base}/${data.id}`;
    expect((await ask(salon, `PATCH ${one}`, { title: "x" }, carol.apiKey)).status).toBe(403);
    expect((await ask(salon, `PATCH ${one}`, body(carol.id))).status).toBe(404);
    expect((await ask(salon, `DELETE ${base}/1`)).status).toBe(404);
  });
});

describe("a team", () => {
  it("is listed for its members", async () => {
    const { salon, carol, team } = createTeam();
    salon.fake.teams.add({ slug: "acme", isOrganization: true, memberIds: [salon.owner.id] });
    expect((await ask(salon, "GET /teams")).data).toMatchObject([{ id: team.id, slug: "crew" }]);
    expect((await ask(salon, "GET /teams", undefined, carol.apiKey)).data).toEqual([]);
  });

  it("says who is in it, to those who are", async () => {
    const { salon, bob, carol, team } = createTeam();
    salon.fake.teams.add({ memberIds: [carol.id] });
    const path = `GET /teams/${team.id}/memberships`;
    const all = await ask(salon, path);
    expect(all.data).toMatchObject([
      { id: 1, userId: salon.owner.id, role: "OWNER", user: { email: salon.owner.email } },
      { id: 2, userId: bob.id, teamId: team.id, accepted: true, user: { username: "bob" } },
    ]);
    const { data } = await ask(salon, `${path}?emails=BOB@example.test,nobody@example.test`);
    expect(data).toEqual([all.data[1]]);
    expect((await ask(salon, `${path}?take=1&skip=1`)).data).toEqual([all.data[1]]);
    expect((await ask(salon, path, undefined, carol.apiKey)).status).toBe(403);
    const other = await ask(salon, "GET /teams/2/memberships", undefined, carol.apiKey);
    expect(other.data).toMatchObject([{ id: 3, userId: carol.id }]);
  });
});

describe("lists of event types", () => {
  it("have hidden ones for the owner alone, and can be asked of an organization", async () => {
    const { salon, bob } = createTeam();
    salon.fake.eventTypes.add({ ownerId: bob.id, slug: "open" });
    salon.fake.eventTypes.add({ ownerId: bob.id, slug: "secret", hidden: true });
    salon.fake.teams.add({ slug: "acme", isOrganization: true, memberIds: [bob.id] });
    const slugs = async (query: string, key: string | null) =>
      (await ask(salon, `GET /event-types?${query}`, undefined, key)).data?.map(
        ({ slug }: { slug: string }) => slug,
      );
    expect(await slugs("username=bob", bob.apiKey)).toEqual(["open", "secret"]);
    expect(await slugs("username=bob", null)).toEqual(["open"]);
    expect(await slugs("username=bob&eventSlug=secret", null)).toEqual([]);
    expect(await slugs("username=bob&orgSlug=acme", null)).toEqual(["open"]);
    expect(await slugs("username=alice&orgSlug=acme", null)).toBeUndefined();
  });

  it("can be sorted by when they were made", async () => {
    const { salon } = createTeam();
    const slugs = async (sort: string) =>
      (await ask(salon, `GET /event-types?username=alice&sortCreatedAt=${sort}`)).data.map(
        ({ slug }: { slug: string }) => slug,
      );
    expect([await slugs("asc"), await slugs("desc")]).toEqual([
      ["short", "long"],
      ["long", "short"],
    ]);
  });

  it("are the caller's own on a hosted Cal.com that is asked for nobody's", async () => {
    const own = await ask(createSalon({ profile: "hosted" }), "GET /event-types");
    expect(own.data).toHaveLength(2);
    expect((await ask(createSalon(), "GET /event-types")).status).toBe(404);
  });
});
