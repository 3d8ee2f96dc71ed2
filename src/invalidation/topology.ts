import { isMoreUrgent } from "../cache/priorities.ts";
import type { Priority } from "../cache/question.ts";
import { wasRefusedHere } from "../cache/refused-here.ts";
import type { Clock } from "../clock.ts";
import type { EmailHashes } from "./email-hashes.ts";
import { checkedPool, type PoolHost, type PoolsOption, samePool } from "./pools.ts";
import type { PoolMember, PoolOf } from "./rules.ts";

/** What an authoritative read says about an event type. */
export interface EventTypeFacts {
  /** Every host with id and e-mail address, or `undefined` where that is not certain. */
  readonly hosts: readonly PoolHost[] | undefined;
  readonly minimumNoticeMs: number | undefined;
  /** Whether it belongs to a team, as far as Cal.com says so. */
  readonly isTeam: boolean;
}

/** What is known of an event type here and now. */
export interface KnownEventType {
  readonly pool: readonly PoolMember[] | undefined;
  readonly minimumNoticeMs: number | undefined;
  /** Whether it is known to belong to a team. */
  readonly isTeam: boolean;
}

interface Known extends KnownEventType {
  readonly learnedAt: number;
  /** The edition that was current when learning began. */
  readonly edition: string | undefined;
}

interface Learning {
  readonly priority: Priority;
  readonly done: Promise<void>;
}

export interface TopologyOptions {
  readonly pools: PoolsOption;
  readonly emailHashes: EmailHashes;
  readonly clock: Clock;
  /** Asks Cal.com; rejects when it may not be asked. */
  readonly readEventType: (eventTypeId: number, priority: Priority) => Promise<EventTypeFacts>;
  /** A pool turned out to be another one than before. */
  readonly onChanged: (eventTypeId: number) => void;
  readonly onUnknown: (eventTypeId: number, error: unknown) => void;
}

/** Pools are believed for this long, and refreshed beside an answer after half of it. */
const BELIEVED_FOR_MS = 10 * 60_000;
/** Without permission to read event types, Cal.com is not asked again before this. */
const ASKED_AGAIN_AFTER_MS = 60_000;

/** Which hosts an event type has, from the application or from authoritative reads alone. */
export class Topology {
  readonly #options: TopologyOptions;
  readonly #known = new Map<number, Known>();
  readonly #learning = new Map<number, Learning>();
  readonly #refusedAt = new Map<number, number>();
  #forgotten = 0;
  #edition: string | undefined;

  constructor(options: TopologyOptions) {
    this.#options = options;
  }

  /**
   * @param now by the monotonic clock, where the caller has just looked at it
   * @returns what is known without asking anybody
   */
  find(eventTypeId: number, now = this.#options.clock.monotonic()): KnownEventType | undefined {
    const known = this.#known.get(eventTypeId);
    if (known === undefined || now - known.learnedAt > BELIEVED_FOR_MS) return undefined;
    return this.#isCurrent(known) ? known : undefined;
  }

  /**
   * Takes note of the version of `all` that was read just now. Whoever edits an event type, in whatever
   * process, bumps `all`, so the hosts of a team's are believed under that version alone that they
   * were learned under. A personal one keeps its host.
   */
  heed(version: string | undefined): void {
    if (version === undefined || version === this.#edition) return;
    this.#edition = version;
    // What is being learned is of before; nobody is to wait for it.
    this.#learning.clear();
  }

  /** Whether it is known to be a team's, however long ago: event types do not move. */
  isTeam(eventTypeId: number): boolean {
    return this.#known.get(eventTypeId)?.isTeam ?? false;
  }

  /** The notice known last, however long ago: leaving a slot out too early harms nobody. */
  noticeMs(eventTypeId: number): number {
    return this.#known.get(eventTypeId)?.minimumNoticeMs ?? 0;
  }

  readonly poolOf: PoolOf = (eventTypeId) => this.find(eventTypeId)?.pool;

  /**
   * Learns beside an answer, never in front of it. Does nothing while knowledge is young. As urgent as
   * most reads: if it could be done without, it never would be where reads leave no budget to spare.
   */
  learnBeside(eventTypeId: number): void {
    const known = this.#known.get(eventTypeId);
    const isYoung = known !== undefined && this.#ageMs(known) < BELIEVED_FOR_MS / 2;
    if (isYoung && this.#isCurrent(known)) return;
    if (!this.#wasJustRefused(eventTypeId)) void this.#learnOnce(eventTypeId, "offer");
  }

  /** Learns in front of a write, whose fence would be wider without. Never rejects. */
  async learnFirst(eventTypeId: number): Promise<void> {
    if (this.find(eventTypeId) === undefined && !this.#wasJustRefused(eventTypeId)) {
      await this.#learnOnce(eventTypeId, "booking");
    }
  }

  /** Learns where there is budget to spare, for what nobody waits for. Never rejects. */
  async learnSpare(eventTypeId: number): Promise<void> {
    if (this.find(eventTypeId) === undefined && !this.#wasJustRefused(eventTypeId)) {
      await this.#learnOnce(eventTypeId, "prefetch");
    }
  }

  /** Event types have been edited here: what was known, or is being learned, may be of before. */
  forget(): void {
    this.#forgotten += 1;
    this.#known.clear();
    this.#learning.clear();
    this.#refusedAt.clear();
  }

  /** What the application has written down costs no request, so a read may wait for it. */
  get hasTable(): boolean {
    return typeof this.#options.pools === "object";
  }

  #wasJustRefused(eventTypeId: number): boolean {
    const refusedAt = this.#refusedAt.get(eventTypeId);
    const { clock } = this.#options;
    return refusedAt !== undefined && clock.monotonic() - refusedAt < ASKED_AGAIN_AFTER_MS;
  }

  #learnOnce(eventTypeId: number, priority: Priority): Promise<void> {
    const running = this.#learning.get(eventTypeId);
    // It may wait for the rate budget, longer than a more urgent one would have to.
    if (running !== undefined && !isMoreUrgent(priority, running.priority)) return running.done;
    const done = this.#learn(eventTypeId, priority).finally(() => {
      if (this.#learning.get(eventTypeId)?.done === done) this.#learning.delete(eventTypeId);
    });
    this.#learning.set(eventTypeId, { priority, done });
    return done;
  }

  async #learn(eventTypeId: number, priority: Priority): Promise<void> {
    const { clock, onChanged, onUnknown } = this.#options;
    const begunAfter = this.#forgotten;
    const edition = this.#edition;
    try {
      const facts = await this.#ask(eventTypeId, priority);
      const hosts = facts.hosts === undefined ? undefined : checkedPool(eventTypeId, facts.hosts);
      const pool = hosts && (await this.#members(hosts));
      if (begunAfter !== this.#forgotten) return;
      const before = this.#known.get(eventTypeId);
      const { isTeam, minimumNoticeMs } = facts;
      const learnedAt = clock.monotonic();
      this.#known.set(eventTypeId, { pool, minimumNoticeMs, isTeam, learnedAt, edition });
      forgetOldest(this.#known);
      this.#refusedAt.delete(eventTypeId);
      if (before !== undefined && !samePool(before.pool, pool)) onChanged(eventTypeId);
    } catch (error) {
      // Where nothing was sent, Cal.com has refused nothing: whoever is more urgent may ask.
      if (!wasRefusedHere(error)) {
        this.#refusedAt.set(eventTypeId, clock.monotonic());
        forgetOldest(this.#refusedAt);
      }
      onUnknown(eventTypeId, error);
    }
  }

  async #ask(eventTypeId: number, priority: Priority): Promise<EventTypeFacts> {
    const { pools, readEventType } = this.#options;
    if (pools === "auto") return readEventType(eventTypeId, priority);
    const nothingElse = { minimumNoticeMs: undefined, isTeam: false };
    if (pools === "off") return { hosts: undefined, ...nothingElse };
    const hosts = typeof pools === "function" ? await pools(eventTypeId) : pools[eventTypeId];
    return { hosts, ...nothingElse };
  }

  async #members(hosts: readonly PoolHost[]): Promise<readonly PoolMember[]> {
    const { emailHashes } = this.#options;
    const members = hosts.map(async ({ id, email }) => ({
      id,
      emailHash: await emailHashes.of(email),
    }));
    return (await Promise.all(members)).sort((left, right) => left.id - right.id);
  }

  #isCurrent({ isTeam, edition }: Known): boolean {
    return !isTeam || edition === this.#edition;
  }

  #ageMs(known: Known): number {
    return this.#options.clock.monotonic() - known.learnedAt;
  }
}

const CAPACITY = 10_000;

function forgetOldest(map: Map<number, unknown>): void {
  if (map.size <= CAPACITY) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
