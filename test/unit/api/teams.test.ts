import { expect, it } from "vitest";
import { recordedClient, recordedData, recordedRequest } from "./recorded-stub.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const member = (userId: number) => ({
  id: userId + 1_000,
  userId,
  teamId: 3,
  accepted: true,
  role: "MEMBER",
  user: { email: `user${userId}@example.test`, name: null, username: "u" },
});

it("reads a recorded team", async () => {
  const { calcom, sent } = recordedClient(["0232"]);
  expect(await calcom.teams.get(1)).toEqual(recordedData("0232"));
  expect(await sent()).toEqual([recordedRequest("0232")]);
});

it("lists the teams of the user", async () => {
  const data = [{ id: 3, name: "Support", slug: null }];
  const { calcom, requests } = stubbedClient(() => Response.json({ data }));
  expect(await calcom.teams.list()).toEqual(data);
  expect(requests[0]?.url).toBe("https://api.cal.example/v2/teams");
});

it("reads all members, page by page", async () => {
  const all = Array.from({ length: 251 }, (_none, index) => member(index + 1));
  const { calcom, requests } = stubbedClient(({ url }) => {
    const skip = Number(new URL(url).searchParams.get("skip"));
    return Response.json({ data: all.slice(skip, skip + 250) });
  });
  expect(await calcom.teams.memberships(3)).toEqual(all);
  expect(requests.map(({ url }) => url.split("/v2/")[1])).toEqual([
    "teams/3/memberships?take=250&skip=0",
    "teams/3/memberships?take=250&skip=250",
  ]);
});

it("asks for the members of some addresses", async () => {
  const { calcom, requests } = stubbedClient(() => Response.json({ data: [member(1)] }));
  await calcom.teams.memberships(3, { emails: ["a@example.test", "b@example.test"] });
  const { searchParams } = new URL(requests[0]?.url as string);
  expect(searchParams.get("emails")).toBe("a@example.test,b@example.test");
});

it.each([
  [0, {}, "teamId"],
  [3, { emails: [] }, "emails"],
  [3, { emails: ["a@example.test,b@example.test"] }, "emails.0"],
  [3, { emails: Array.from({ length: 21 }, () => "a@example.test") }, "emails"],
])("refuses %s with %j before it is sent", async (teamId, filter, path) => {
  const { calcom, requests } = stubbedClient(() => Response.json({}));
  const error = await errorOf(calcom.teams.memberships(teamId, filter));
  expect(error).toMatchObject({ code: "invalid_input", path });
  expect((error as Error).message).not.toContain("example.test");
  expect(requests).toEqual([]);
});
