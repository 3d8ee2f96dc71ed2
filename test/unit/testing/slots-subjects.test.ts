import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, DAY, type Salon } from "./setup.ts";

/** Alice and Bob, who works from one, in an organization; Carol in none. */
function createOrganization(options: Parameters<typeof createSalon>[0] = {}) {
  const salon = createSalon(options);
  const { fake, owner } = salon;
  const afternoon = { days: ["Monday" as const], startTime: "13:00", endTime: "17:00" };
  const bob = fake.users.add({ username: "bob", schedule: { availability: [afternoon] } });
  fake.users.add({ username: "carol" });
  const memberIds = [owner.id, bob.id];
  const acme = fake.teams.add({ slug: "acme", isOrganization: true, memberIds });
  const crew = fake.teams.add({ slug: "crew", parentId: acme.id, memberIds });
  fake.teams.add({ slug: "other", memberIds });
  const pool = fake.eventTypes.add({ teamId: crew.id, hostIds: memberIds, slug: "pool" });
  return { salon, bob, pool };
}

async function times(salon: Salon, query: string) {
  const { status, data, message } = await ask(salon, `GET /slots?start=${DAY}&end=${DAY}&${query}`);
  if (status !== 200) return `${status} ${message}`;
  return (data[DAY] ?? []).map(({ start }: { start: string }) => start.slice(11, 16));
}

describe("slots of several people", () => {
  const together = "organizationSlug=acme&usernames=alice,bob";

  it("need everybody", async () => {
    const { salon } = createOrganization();
    expect(await times(salon, together)).toHaveLength(8);
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("13:00") });
    expect(await times(salon, together)).not.toContain("13:00");
    expect((await times(salon, `${together}&duration=60`))[0]).toBe("14:00");
  });

  it("are of an organization's members who allow it", async () => {
    const { salon } = createOrganization();
    const query = (slug: string, names: string) => `organizationSlug=${slug}&usernames=${names}`;
    expect(await times(salon, query("nowhere", "alice,bob"))).toBe(
      "404 slots-input.service.ts: Organization with slug nowhere not found",
    );
    expect(await times(salon, query("crew", "alice,bob"))).toContain("404");
    expect(await times(salon, query("acme", "alice,carol"))).toBe(
      "404 User with username carol not found",
    );
    const dan = salon.fake.users.add({ username: "dan", allowsDynamicBooking: false });
    salon.fake.teams.add({ slug: "shy", isOrganization: true, memberIds: [1, dan.id] });
    expect(await times(salon, query("shy", "alice,dan"))).toContain("401");
  });
});

describe("slots that a hosted Cal.com keeps", () => {
  it("are of the same people, and of the same hosts", async () => {
    const { salon, bob, pool } = createOrganization({ profile: "hosted" });
    const eve = salon.fake.users.add({ username: "eve" });
    salon.fake.teams.add({ slug: "band", isOrganization: true, memberIds: [1, eve.id] });
    expect(await times(salon, "organizationSlug=acme&usernames=alice,bob")).toHaveLength(8);
    expect(await times(salon, "organizationSlug=band&usernames=alice,eve")).toHaveLength(16);
    expect(await times(salon, `eventTypeId=${pool.id}`)).toHaveLength(16);
    const some = `eventTypeId=${pool.id}&rrHostSubsetIds=${bob.id}`;
    expect(await times(salon, some)).toHaveLength(8);
  });
});

describe("slots by slug", () => {
  it("are looked for in the organization alone", async () => {
    const { salon } = createOrganization();
    const at = (slug: string) => `${slug}&organizationSlug=acme`;
    expect(await times(salon, at("eventTypeSlug=pool&teamSlug=crew"))).toHaveLength(16);
    expect(await times(salon, at("eventTypeSlug=pool&teamSlug=other"))).toContain("404 Team");
    expect(await times(salon, "eventTypeSlug=pool&teamSlug=other")).toBe(
      "404 Event Type not found",
    );
    expect(await times(salon, at("eventTypeSlug=short&username=alice"))).toHaveLength(16);
    expect(await times(salon, at("eventTypeSlug=short&username=carol"))).toContain("404 User");
  });
});

describe("slots of a round robin", () => {
  it("can be asked of some of its hosts", async () => {
    const { salon, bob, pool } = createOrganization();
    const asked = (ids: string) => times(salon, `eventTypeId=${pool.id}&rrHostSubsetIds=${ids}`);
    expect((await asked(`${bob.id}`))[0]).toBe("13:00");
    expect(await asked(`${salon.owner.id},${bob.id}`)).toHaveLength(16);
    expect(await asked("99")).toEqual([]);
    expect(await asked("alice")).toContain("400");
    const single = `eventTypeId=1&rrHostSubsetIds=${bob.id}`;
    expect(await times(salon, single)).toHaveLength(16);
  });
});
