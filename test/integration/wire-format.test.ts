import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { redisStore } from "../../src/redis.ts";
import type { EndedRequest } from "../../src/stores/contract.ts";
import { findRedis } from "../helpers/redis-binary.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { ANN, at, createWorld, onDay, sourceOf, warm } from "../helpers/world.ts";

const DOCUMENT = fileURLToPath(new URL("../../docs/reference/wire-format.md", import.meta.url));
const REGISTRY = "calcom:{default:https%3A%2F%2Fapi.cal.example%2Fv2}:tag:";
const keyOf = (tag: string) => REGISTRY + tag;

/** A script as the document gives it to the reader. */
function scriptNamed(name: string): string {
  const found = new RegExp(`\`\`\`lua ${name}\n([\\s\\S]*?)\`\`\``).exec(
    readFileSync(DOCUMENT, "utf8"),
  );
  if (found?.[1] === undefined) throw new Error(`The document has no script "${name}".`);
  return found[1];
}

describe.skipIf(!hasRedis)("another program on the same Redis, by redis-cli alone", () => {
  let server: RedisServer;
  let folder: string;
  const stores: ReturnType<typeof redisStore>[] = [];
  let drawn = 0;
  const token = () => `token-${++drawn}`;

  const cli = (...args: readonly string[]): string => {
    const redis = findRedis();
    const command = redis?.command.replace(/redis-server$/, "redis-cli") ?? "redis-cli";
    const all = ["-p", String(server.port), ...args];
    const { stdout, stderr, status } = spawnSync(command, all, {
      env: redis?.env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const run = (name: string, keys: readonly string[], args: readonly string[]) => {
    const file = join(folder, `${name}.lua`);
    writeFileSync(file, scriptNamed(name));
    return cli("--eval", file, ...keys, ",", ...args);
  };
  const fold = (...tags: readonly string[]) =>
    run(
      "fold",
      tags.flatMap((tag) => [keyOf(tag), `${keyOf(tag)}#marks`]),
      [token()],
    );
  const bump = (...tags: readonly string[]) =>
    run("bump", [`${keyOf("all")}#generation`, ...tags.map(keyOf)], [token(), token()]);
  const open = () => {
    const store = redisStore({ url: server.url });
    stores.push(store);
    const world = createWorld({ store });
    return { ...world, calcom: world.client({ storeTimeoutMs: 5_000 }) };
  };

  beforeEach(async () => {
    server = await startRedis();
    folder = mkdtempSync(join(tmpdir(), "wire-format-"));
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await server.kill();
    rmSync(folder, { recursive: true });
  });

  it("folds a version that a booking of ours changes", async () => {
    const { calcom, half } = open();
    await warm(calcom, half.id);
    const tags = ["all", `event-type:${half.id}`, "unknown"];
    const before = fold(...tags);
    expect(before.split("\n")).toHaveLength(3);
    expect(fold(...tags)).toBe(before);
    await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    expect(fold(...tags)).not.toBe(before);
  });

  it("agrees with the client on a version it has drawn itself", async () => {
    const { calcom, half } = open();
    const tags = ["all", `event-type:${half.id}`, "unknown"];
    const drawn = fold(`event-type:${half.id}`);
    // On meeting a server for the first time the client bumps `all`.
    await calcom.versionOf("all");
    const versions = fold(...tags).split("\n");
    expect(versions[1]).toBe(drawn);
    const text = tags.map((tag, index) => `${tag}=${versions[index]}`).join("&");
    const digest = createHash("sha256").update(text).digest("base64url").slice(0, 22);
    expect(await calcom.versionOf({ eventTypeId: half.id })).toBe(digest);
  });

  it("folds nothing while a write is under way, and wipes no mark", async () => {
    const { calcom, fake, half } = open();
    await warm(calcom, half.id);
    const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
    const booked = calcom.bookings.create({
      eventTypeId: half.id,
      start: at("09:00"),
      attendee: ANN,
    });
    await gate.reached;
    expect(fold(`event-type:${half.id}`)).toBe("");
    expect(JSON.parse(cli("GET", keyOf(`event-type:${half.id}`))).m[0][1]).toBe("fence");
    gate.release();
    await booked;
    expect(fold(`event-type:${half.id}`)).not.toBe("");
  });

  it("orphans our answers by a bump", async () => {
    const { calcom, half } = open();
    await warm(calcom, half.id);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    bump(`event-type:${half.id}`, "unknown");
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });

  it("keeps our fence when it bumps", async () => {
    const { calcom, fake, half } = open();
    await warm(calcom, half.id);
    const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
    const booked = calcom.bookings.create({
      eventTypeId: half.id,
      start: at("09:00"),
      attendee: ANN,
    });
    await gate.reached;
    const record = () => JSON.parse(cli("GET", keyOf(`event-type:${half.id}`)));
    const before = record();
    bump(`event-type:${half.id}`, "unknown");
    expect(record()).toEqual({ v: expect.not.stringMatching(before.v), m: before.m });
    gate.release();
    await booked;
  });

  it("shares a rate budget with us, request by request", async () => {
    const store = redisStore({ url: server.url });
    stores.push(store);
    const assumed = { limit: 3, windowMs: 60_000 };
    const ask = (ended: readonly EndedRequest[] = []) => {
      const wanted = { permit: token(), share: 1, paced: false, longestMs: 1_000 };
      const called = { key: "calcom:budget:{h}", assumed, ended, wanted };
      return Promise.resolve(store.budgets?.call(called)).then((verdict) => ({
        ...{ permit: wanted.permit, ...verdict },
      }));
    };
    const known = "calcom:budget:{h}";
    const theirs = (permit: string) => run("permit", [known, `${known}#permits`], [permit, "5000"]);
    await expect.poll(() => ask().catch(() => undefined)).toMatchObject({ granted: true });
    cli("ZREMRANGEBYRANK", `${known}#permits`, "1", "-1");
    const [first] = cli("ZRANGE", `${known}#permits`, "0", "-1").split("\n");
    const news = { limit: 3, remaining: 2, resetMs: 60_000, blocked: false };
    const answered = { permit: first ?? "", outcome: "answered", agoMs: 0, tookMs: 0 } as const;
    expect(await ask([{ ...answered, news }])).toMatchObject({ granted: true, limit: 3 });
    expect(theirs("theirs")).toBe("1");
    expect(theirs("one more of theirs")).toBe("0");
    expect(await ask()).toMatchObject({ granted: false, limit: 3 });

    // A window has passed since it was answered.
    cli("ZADD", `${known}#permits`, "XX", String(Date.now() - 60_000), "theirs");
    const last = await ask();
    expect(last).toMatchObject({ granted: true });
    const blocked = { permit: last.permit, outcome: "answered", agoMs: 0, tookMs: 0 } as const;
    await store.budgets?.call({
      ...{ key: "calcom:budget:{h}", assumed },
      ended: [{ ...blocked, news: { ...news, blocked: true } }],
    });
    cli("DEL", `${known}#permits`);
    expect(theirs("during the block")).toBe("0");
  });

  it("makes readers in bounded mode forget by its message", async () => {
    const { half, client } = open();
    const calcom = client({ storeTimeoutMs: 5_000, consistency: { maxStalenessMs: 60_000 } });
    await expect
      .poll(async () => {
        await calcom.slots.list(onDay(half.id));
        return cli("PUBSUB", "NUMSUB", `${keyOf("all")}#generation`).split("\n")[1];
      })
      .toBe("1");
    await warm(calcom, half.id);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    bump(`event-type:${half.id}`, "unknown");
    await expect.poll(() => sourceOf(calcom, half.id)).toBe("origin");
  });
});
