import { expect, it, vi } from "vitest";
import { openPage, QUERY } from "../../helpers/slots-page.ts";
import { slotsAt } from "../../helpers/slots-site.ts";

const refusal = () => new Response(null, { status: 500 });

it("bounds what a listener asks for that refreshes whenever it is told", async () => {
  const { after, site, watched } = openPage();
  site.streamRefusal = () => new Response(null, { status: 404 });
  watched.subscribe(() => void watched.refresh());
  await after(5_000);
  expect(site.requestsOf("/slots").length).toBeLessThanOrEqual(18);
  expect(site.requestsOf("/changes").length).toBeLessThanOrEqual(18);
});

it("opens nothing for a listener that asks the same whenever it is told", async () => {
  const { after, site, watched } = openPage();
  site.streamRefusal = () => new Response(null, { status: 404 });
  watched.subscribe(() => watched.ask({ ...QUERY }));
  await after(5_000);
  expect(site.requestsOf("/changes")).toHaveLength(1);
});

it("resolves a refresh although somebody turns to another day and back", async () => {
  const { after, site, watched } = openPage();
  site.headers = { "cache-status": "calcom-coherent; hit; ttl=300" };
  await after(1_000);
  const refreshed = vi.fn();
  void watched.refresh().then(refreshed);
  watched.ask({ ...QUERY, start: "2026-12-08" });
  watched.ask(QUERY);
  await after(1_000);
  expect(refreshed).toHaveBeenCalled();
});

it("asks again soon after a failure, although times are still shown", async () => {
  const { after, site, watched } = openPage();
  site.headers = { "cache-status": "calcom-coherent; hit; ttl=300" };
  await after(1_000);
  site.refusal = refusal;
  await Promise.all([watched.refresh(), after(100)]);
  expect(watched.state).toMatchObject({ slots: slotsAt(8, 9, 10), error: { status: 500 } });
  site.refusal = undefined;
  await after(1_500);
  expect(watched.state.error).toBeUndefined();
});
