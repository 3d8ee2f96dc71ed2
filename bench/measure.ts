export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The median of several rounds, in microseconds for one run. */
export async function medianMicros(
  run: () => unknown,
  options: {
    readonly rounds: number;
    readonly runsPerRound: number;
    readonly before?: () => unknown;
  },
): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    let spent = 0;
    for (let count = 0; count < options.runsPerRound; count++) {
      await options.before?.();
      const startedAt = performance.now();
      const result = run();
      if (result instanceof Promise) await result;
      spent += performance.now() - startedAt;
    }
    rounds.push((spent / options.runsPerRound) * 1_000);
  }
  return median(rounds);
}

/** Something to be compared with others. */
export interface Candidate {
  readonly what: string;
  readonly run: (index: number) => Promise<unknown>;
}

export interface Compared {
  readonly what: string;
  /** Nanoseconds for one run, the median of the rounds. */
  readonly nanos: number;
  /** How many of its runs take the time of one of the floor's: the median of the rounds' ratios. */
  readonly ofFloor: number;
}

export interface Times {
  readonly rounds: number;
  readonly runsPerRound: number;
  /** How many callers there are, each of whom runs it again and again. @default 1 */
  readonly atOnce?: number;
  /** `cpu` for what waits for nothing: then other processes do not blur it. @default "wall" */
  readonly time?: "wall" | "cpu";
}

/**
 * Compares candidates with the first of them, the floor. They take turns, round by round, so that what
 * else the machine does meets all of them.
 */
export async function compare(
  candidates: readonly Candidate[],
  { rounds, runsPerRound, atOnce = 1, time = "wall" }: Times,
): Promise<Compared[]> {
  const now = time === "wall" ? () => performance.now() : cpuMs;
  const nanos: number[][] = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, { run }] of candidates.entries()) {
      const startedAt = now();
      await runAll(run, runsPerRound, atOnce);
      nanos[at]?.push(((now() - startedAt) * 1e6) / runsPerRound);
    }
  }
  return candidates.map(({ what }, at) => {
    const own = nanos[at] ?? [];
    const ratios = own.map((spent, round) => (nanos[0]?.[round] ?? Number.NaN) / spent);
    return { what, nanos: Math.round(median(own)), ofFloor: median(ratios) };
  });
}

/** Milliseconds of processor time this process has spent. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function runAll(run: Candidate["run"], runs: number, atOnce: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < runs) await run(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
