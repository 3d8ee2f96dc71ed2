import { beforeEach, describe, expect, it } from "vitest";
import { BudgetLine } from "../../../../src/api/rate-budget/budget-line.ts";
import type { Permit, PermitWish } from "../../../../src/api/rate-budget/permits.ts";
import type { Limited } from "../../../../src/api/rate-budget/refusal.ts";
import type { Priority } from "../../../../src/cache/question.ts";
import { RateLimitError } from "../../../../src/index.ts";
import type { BudgetVerdict, EndedRequest } from "../../../../src/stores/contract.ts";
import { createVirtualClock, settle } from "../../../../src/testing/virtual-clock.ts";
import { deferred } from "../../../helpers/deferred.ts";

const GRANTED: BudgetVerdict = { granted: true, waitMs: 0, blocked: false, limit: 120 };
const wait = (waitMs: number, blocked = false): BudgetVerdict => ({
  ...{ granted: false, waitMs, blocked, limit: 120 },
});

function createLine(maxQueued = 500) {
  const clock = createVirtualClock();
  const ended: Omit<EndedRequest, "agoMs">[] = [];
  const limited: Limited[] = [];
  const left: string[] = [];
  let asked = 0;
  let told = 0;
  const budget = {
    verdict: (_share: number): BudgetVerdict | Promise<BudgetVerdict> => GRANTED,
    take: ({ share }: { readonly share: number }) => {
      asked += 1;
      return budget.verdict(share);
    },
    ended: (request: Omit<EndedRequest, "agoMs">) => void ended.push(request),
    tell: async () => {
      told += 1;
      return budget.verdict(1);
    },
  };
  const line = new BudgetLine({
    ...{ budget, clock, assumedLimit: 120, maxQueued },
    onLimited: (one) => void limited.push(one),
  });
  const wish = (priority: Priority, more: Partial<PermitWish> = {}): PermitWish => ({
    ...{ method: "GET", path: "slots", priority, until: clock.monotonic() + 10_000 },
    ...more,
  });
  /** Sends a request, which is noted by its name once it may leave. */
  const send = (priority: Priority, name: string, more?: Partial<PermitWish>) => {
    const passing = line.pass(wish(priority, more));
    passing.then(
      () => left.push(name),
      () => undefined,
    );
    return passing;
  };
  return { clock, line, budget, send, ended, limited, left, asked: () => asked, told: () => told };
}

let world: ReturnType<typeof createLine>;
beforeEach(() => {
  world = createLine();
});

const answered = (headers: HeadersInit, status = 200) => ({
  status,
  headers: new Headers(headers),
});
const LIMITS = {
  "x-ratelimit-limit-default": "120",
  "x-ratelimit-remaining-default": "119",
  "x-ratelimit-reset-default": "60",
};

describe("requests that have to wait", () => {
  it("leave by priority, and within one by age", async () => {
    const { budget, clock, left, send } = world;
    budget.verdict = () => wait(100);
    for (const name of ["1", "2"]) {
      for (const priority of ["prefetch", "offer", "confirm", "booking"] as const) {
        void send(priority, `${priority} ${name}`);
      }
    }
    await settle();
    expect(left).toEqual([]);
    budget.verdict = () => GRANTED;
    await clock.advance(100);
    expect(left).toEqual(
      ["booking", "confirm", "offer", "prefetch"].flatMap((one) => [`${one} 1`, `${one} 2`]),
    );
  });

  it("ask no more often than they are told to", async () => {
    const { asked, budget, clock, send } = world;
    budget.verdict = () => wait(1_000);
    for (let count = 0; count < 20; count++) void send("offer", String(count));
    await clock.advance(2_500);
    expect(asked()).toBe(3);
  });

  it("do not keep one that is more urgent from asking at once", async () => {
    const { budget, left, send } = world;
    budget.verdict = (share) => (share === 1 ? GRANTED : wait(5_000));
    void send("offer", "offer");
    await settle();
    void send("booking", "booking");
    await settle();
    expect(left).toEqual(["booking"]);
  });

  it("are overtaken by one that comes while the store is asked for them", async () => {
    const { budget, left, send } = world;
    const { promise, resolve } = deferred<BudgetVerdict>();
    budget.verdict = () => promise;
    void send("offer", "offer");
    await settle();
    void send("booking", "booking");
    budget.verdict = (share) => (share === 1 ? GRANTED : wait(5_000));
    resolve(wait(5_000));
    await settle();
    expect(left).toEqual(["booking"]);
  });

  it("are told to listeners once", async () => {
    const { budget, clock, limited, send } = world;
    budget.verdict = () => wait(1_000, true);
    void send("offer", "first");
    void send("prefetch", "second");
    await clock.advance(3_000);
    const about = { reason: "blocked", waitMs: 1_000, refused: false };
    expect(limited).toEqual([
      { ...about, priority: "offer" },
      { ...about, priority: "prefetch" },
    ]);
  });

  it("leave as soon as one that was counted has not been sent", async () => {
    const { budget, left, send } = world;
    const permit = await send("offer", "sent");
    budget.verdict = () => wait(5_000);
    void send("offer", "waiting");
    await settle();
    budget.verdict = () => GRANTED;
    permit.cancel();
    await settle();
    expect(left).toEqual(["sent", "waiting"]);
  });

  it("leave as soon as an answer tells of another limit", async () => {
    const { budget, left, send } = world;
    const permit = await send("offer", "sent");
    budget.verdict = () => wait(5_000);
    void send("offer", "waiting");
    await settle();
    budget.verdict = () => ({ ...GRANTED, limit: 800 });
    permit.ended(answered({ ...LIMITS, "x-ratelimit-limit-default": "800" }));
    await settle();
    expect(left).toEqual(["sent", "waiting"]);
  });

  it("wait no longer when they are aborted, and nothing is left of them", async () => {
    const { budget, clock, ended, left, send } = world;
    const controller = new AbortController();
    budget.verdict = () => wait(100);
    const aborted = send("offer", "aborted", { signal: controller.signal });
    void send("offer", "patient");
    await settle();
    controller.abort(new Error("left"));
    await expect(aborted).rejects.toThrow("left");
    budget.verdict = () => GRANTED;
    await clock.advance(100);
    expect([left, ended]).toEqual([["patient"], []]);
  });

  it("give their permit back when they are aborted while it is granted", async () => {
    const { budget, ended, send } = world;
    const { promise, resolve } = deferred<BudgetVerdict>();
    const controller = new AbortController();
    budget.verdict = () => promise;
    const aborted = send("offer", "aborted", { signal: controller.signal });
    await settle();
    controller.abort(new Error("left"));
    await expect(aborted).rejects.toThrow("left");
    resolve(GRANTED);
    await settle();
    expect(ended).toMatchObject([{ outcome: "unsent" }]);
  });
});

describe("requests that cannot leave in time", () => {
  const refusal = { code: "rate_limited", refusedBy: "governor", status: undefined };

  it("are refused at once, with how long it takes", async () => {
    const { budget, limited, send } = world;
    budget.verdict = () => wait(45_000, true);
    const refused = await send("offer", "refused").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitError);
    expect(refused).toMatchObject({ ...refusal, retryAfterMs: 45_000, path: "/slots" });
    expect(limited).toEqual([
      { priority: "offer", reason: "blocked", waitMs: 45_000, refused: true },
    ]);
  });

  it("are refused without asking where somebody more patient waits before them", async () => {
    const { asked, budget, send } = world;
    budget.verdict = () => wait(45_000);
    void send("offer", "patient", { until: 100_000 });
    await expect(send("offer", "hasty")).rejects.toMatchObject(refusal);
    expect(asked()).toBe(1);
  });

  it("do not take those along who have more time", async () => {
    const { budget, clock, left, send } = world;
    budget.verdict = () => wait(45_000);
    const hasty = send("offer", "hasty");
    void send("offer", "patient", { until: 100_000 });
    await expect(hasty).rejects.toMatchObject(refusal);
    budget.verdict = () => GRANTED;
    await clock.advance(45_000);
    expect(left).toEqual(["patient"]);
  });

  it("are refused where they could leave, and not be answered any more", async () => {
    const { budget, send } = world;
    budget.verdict = () => wait(8_000);
    const refused = send("booking", "refused", { until: 10_000, leaveBy: 7_500 });
    await expect(refused).rejects.toMatchObject({ ...refusal, retryAfterMs: 8_000 });
  });

  it("have taken too long when the store did, and their permit is given back", async () => {
    const { budget, clock, ended, send } = world;
    const { promise, resolve } = deferred<BudgetVerdict>();
    budget.verdict = () => promise;
    const late = send("offer", "late", { until: 50 });
    late.catch(() => undefined);
    await clock.advance(60);
    resolve(GRANTED);
    await expect(late).rejects.toMatchObject({ code: "timeout", timeoutMs: 50 });
    expect(ended).toMatchObject([{ outcome: "unsent" }]);
  });

  it("have taken too long also where the store still answers for those before them", async () => {
    const { asked, budget, clock, send } = world;
    const { promise, resolve } = deferred<BudgetVerdict>();
    budget.verdict = () => promise;
    void send("offer", "before");
    const late = send("offer", "late", { until: 50 });
    late.catch(() => undefined);
    await clock.advance(60);
    resolve(GRANTED);
    await expect(late).rejects.toMatchObject({ code: "timeout", timeoutMs: 50 });
    expect(asked()).toBe(1);
  });

  it("are refused where too many of their priority wait, and others are not", async () => {
    world = createLine(2);
    const { budget, limited, send } = world;
    budget.verdict = () => wait(1_000);
    void send("offer", "first");
    void send("offer", "second");
    await expect(send("offer", "third")).rejects.toMatchObject(refusal);
    expect(limited.at(-1)).toMatchObject({ reason: "queue-full", refused: true });
    let isRefused = false;
    send("confirm", "confirm").catch(() => {
      isRefused = true;
    });
    await settle();
    expect(isRefused).toBe(false);
  });
});

describe("where nothing is counted", () => {
  const NO_BUDGET = { ...GRANTED, limit: 0 };

  it("everybody leaves at once, and nobody asks again", async () => {
    const { asked, budget, ended, left, send } = world;
    budget.verdict = () => NO_BUDGET;
    const first = await send("offer", "first");
    const before = asked();
    const permits = await Promise.all([send("offer", "second"), send("prefetch", "third")]);
    for (const permit of [first, ...permits] satisfies Permit[]) permit.ended(answered({}));
    expect([left, asked() - before, ended]).toEqual([["first", "second", "third"], 0, []]);
  });

  it("those who wait leave with the first answer that says so", async () => {
    const { budget, left, send } = world;
    const permit = await send("offer", "first");
    budget.verdict = () => wait(60_000);
    for (const name of ["second", "third"]) void send("offer", name, { until: 100_000 });
    await settle();
    budget.verdict = () => NO_BUDGET;
    permit.ended(answered({}));
    await settle();
    expect(left).toEqual(["first", "second", "third"]);
  });

  it("an answer that tells of a limit counts from then on", async () => {
    const { asked, budget, ended, send } = world;
    budget.verdict = () => NO_BUDGET;
    await send("offer", "first");
    const permit = await send("offer", "second");
    permit.ended(answered(LIMITS));
    expect(ended).toMatchObject([{ outcome: "answered", news: { limit: 120, remaining: 119 } }]);
    const before = asked();
    await send("offer", "third");
    expect(asked()).toBe(before + 1);
  });

  it("one answer is enough to know, and it is told at once", async () => {
    const { asked, budget, send, told } = world;
    const permit = await send("offer", "first");
    budget.verdict = () => NO_BUDGET;
    permit.ended(answered({}));
    await settle();
    await send("offer", "second");
    expect([asked(), told()]).toEqual([1, 1]);
  });

  it("is not for one answer alone to say where others have said otherwise", async () => {
    const { asked, ended, send } = world;
    const permit = await send("offer", "first");
    permit.ended(answered({}));
    await settle();
    expect(ended).toMatchObject([{ news: { limit: 0 } }]);
    await send("offer", "second");
    expect(asked()).toBe(2);
  });
});

it("tells at once that Cal.com refuses: others must not ask any more", async () => {
  const { ended, send, told } = world;
  const permit = await send("offer", "sent");
  permit.ended(answered({ ...LIMITS, "x-ratelimit-remaining-default": "0" }, 429));
  expect([told(), ended]).toMatchObject([1, [{ news: { blocked: true, resetMs: 60_000 } }]]);
});

it("leaves an end to be told with the next question", async () => {
  const { send, told } = world;
  const permit = await send("offer", "sent");
  permit.ended(answered(LIMITS));
  await settle();
  expect(told()).toBe(0);
});

it("tells an end once, and how long the request took", async () => {
  const { clock, ended, send } = world;
  const permit = await send("offer", "sent");
  await clock.advance(30);
  permit.ended(answered(LIMITS));
  permit.ended();
  permit.cancel();
  expect(ended).toMatchObject([{ outcome: "answered", tookMs: 30 }]);
});
