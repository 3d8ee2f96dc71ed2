import { expect, it, onTestFinished } from "vitest";
import { type WatchSlotsOptions, watchSlots } from "../../src/browser/index.ts";
import { eventually } from "../helpers/eventually.ts";
import { openPractice, type SlotsPractice } from "../helpers/slots-practice.ts";
import { startTcpProxy } from "../helpers/tcp-proxy.ts";
import { DAY } from "../helpers/world.ts";

/** A page that is kept true by real handlers over real HTTP. */
function visit(practice: SlotsPractice, options: Partial<WatchSlotsOptions> = {}) {
  const statuses: number[] = [];
  const watched = watchSlots({
    url: `${practice.origin}/slots`,
    changesUrl: `${practice.origin}/changes`,
    query: practice.query,
    fetch: async (...args) => {
      const response = await fetch(...args);
      statuses.push(response.status);
      return response;
    },
    ...options,
  });
  onTestFinished(() => watched.close());
  watched.subscribe(() => undefined);
  const times = () => watched.state.slots?.[DAY]?.map(({ start }) => start.slice(11, 16));
  return { watched, statuses, times, link: () => watched.state.link };
}

it("shows what is free, and takes out what another process books", async () => {
  const practice = await openPractice();
  const { times, link } = visit(practice);
  await eventually(times).toContain("09:00");
  await eventually(link).toBe("live");
  await practice.book("09:00");
  await eventually(() => times() ?? ["09:00"]).not.toContain("09:00");
  expect(times()).toContain("09:30");
});

it("asks for nothing twice where nothing has changed", async () => {
  const practice = await openPractice();
  const { times, link, statuses, watched } = visit(practice);
  await eventually(times).toContain("09:00");
  await eventually(link).toBe("live");
  await watched.refresh();
  expect(statuses.at(-1)).toBe(304);
  expect(times()).toContain("09:00");
});

it("keeps what the page came with while its version holds", async () => {
  const practice = await openPractice();
  const calcom = practice.client();
  const version = await calcom.versionOf({ eventTypeId: practice.half.id });
  const { slots } = await calcom.slots.list(practice.query);
  const { times, link, statuses } = visit(practice, { initial: { slots, version } });
  await eventually(link).toBe("live");
  expect(times()).toContain("09:00");
  expect(statuses).toHaveLength(1);
});

it("sees what was booked while the server was away", async () => {
  const practice = await openPractice();
  const { times, link } = visit(practice);
  await eventually(link).toBe("live");
  await practice.restart();
  await practice.book("10:00");
  await eventually(() => times() ?? ["10:00"]).not.toContain("10:00");
  await eventually(link).toBe("live");
});

it("polls while there is no way for a stream, and hears again when there is", async () => {
  const practice = await openPractice();
  const proxy = await startTcpProxy(practice.port);
  onTestFinished(() => proxy.close());
  const changesUrl = `http://127.0.0.1:${proxy.port}/changes`;
  const { times, link } = visit(practice, { changesUrl, pollMs: 300 });
  await eventually(link).toBe("live");
  await proxy.refuse();
  proxy.cut();
  await practice.book("11:00");
  await eventually(link).toBe("polling");
  await eventually(() => times() ?? ["11:00"]).not.toContain("11:00");
  await proxy.admit();
  await eventually(link).toBe("live");
});
