import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { startExpressApp } from "../../examples/express-app/app.ts";
import { startDemoAccount } from "../../examples/shared/demo-account.ts";
import { tickingClock } from "../../examples/shared/demo-clock.ts";
import { eventually } from "../helpers/eventually.ts";
import { freePort } from "../helpers/free-port.ts";
import { hasRedis, startRedis } from "../helpers/redis-server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const page = async (url: string) => (await fetch(url)).text();
const isListed = async (url: string, start: string) =>
  (await page(url)).includes(`data-start="${start}`);

it.skipIf(!hasRedis)("tells every process on one Redis what one of them hears", async () => {
  const redis = await startRedis();
  const clock = tickingClock("2026-12-07T07:20:00Z");
  const [hearing, other] = [await freePort(), await freePort()];
  const hookUrl = `http://127.0.0.1:${hearing}/webhooks/calcom`;
  const account = await startDemoAccount({ hookUrl, clock });
  const shared = { account, clock, officeZone: "Europe/Berlin", redisUrl: redis.url };
  const apps = [
    await startExpressApp({ ...shared, port: hearing }),
    await startExpressApp({ ...shared, port: other }),
  ];
  try {
    for (const { url } of apps) expect(await isListed(url, "2026-12-07T10:00")).toBe(true);
    const { fake, eventTypeId } = account;
    await fake.bookings.book({ eventTypeId, start: "2026-12-07T09:00:00Z" });
    for (const { url } of apps) expect(await isListed(url, "2026-12-07T10:00")).toBe(false);
  } finally {
    await Promise.all(apps.map((app) => app.close()));
    await account.close();
    await redis.kill();
  }
});

it("starts by one command with a practice to play with, and ends when it is told to", async () => {
  const port = await freePort();
  const child = spawn("npm", ["run", "--silent", "example:express"], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), DEMO_NOW: "2026-12-07T07:20:00Z" },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const exited = once(child, "exit");
  let written = "";
  child.stdout.on("data", (chunk: Buffer) => {
    written += chunk.toString();
  });
  try {
    await eventually(() => written).toMatch(/somebody else books: +http\S+\/widget/);
    const widgetUrl = /http\S+\/widget/.exec(written)?.[0] ?? "";
    const url = `http://127.0.0.1:${port}/`;
    expect(await isListed(url, "2026-12-07T10:00")).toBe(true);
    const body = new URLSearchParams({ start: "2026-12-07T09:00:00Z", date: "2026-12-07" });
    await fetch(widgetUrl, { method: "POST", body });
    expect(await isListed(url, "2026-12-07T10:00")).toBe(false);
  } finally {
    process.kill(-(child.pid ?? 0), "SIGTERM");
    await exited;
  }
});
