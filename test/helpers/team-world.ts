import { createWorld } from "./world.ts";

/** Alice and Carol share an event type of a team, and each has one of her own. */
export function createTeamWorld(
  schedulingType: "collective" | "roundRobin" = "roundRobin",
  knows = true,
) {
  const world = createWorld();
  const { alice, fake } = world;
  const carol = fake.users.add({ username: "carol" });
  const ofCarol = fake.eventTypes.add({ ownerId: carol.id, slug: "carols", lengthInMinutes: 30 });
  const team = fake.teams.add({ memberIds: [alice.id, carol.id] });
  const together = fake.eventTypes.add({
    teamId: team.id,
    hostIds: [alice.id, carol.id],
    schedulingType,
    slug: "together",
    lengthInMinutes: 30,
  });
  const [asAlice, asCarol] = [alice, carol].map(({ id, email }) => ({ id, email })) as [
    { id: number; email: string },
    { id: number; email: string },
  ];
  const pools = {
    ...world.pools,
    [ofCarol.id]: [asCarol],
    [together.id]: [asAlice, asCarol],
  };
  const calcom = world.client({ invalidation: { pools: knows ? pools : "off" } });
  return { ...world, pools, calcom, carol, ofCarol, team, together };
}
