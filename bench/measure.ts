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
  rounds.sort((left, right) => left - right);
  return rounds[Math.floor(rounds.length / 2)] ?? Number.NaN;
}
