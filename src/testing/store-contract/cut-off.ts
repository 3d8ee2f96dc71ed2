import type { CacheStore, StepNews } from "../../stores/contract.ts";
import { expectThat } from "./expecting.ts";
import { type Checks, entryOf, LONG_MS, type Trial } from "./trial.ts";

/** Everything that a store may be asked for. */
function requests(trial: Trial, store: CacheStore): Readonly<Record<string, () => unknown>> {
  const { entryKey, fresh, key, rootKey, step } = trial;
  const lease = { entryKey: entryKey("e"), stamp: "s", holder: "h" };
  const { leases, generations } = store;
  return {
    "a read": () => store.read(entryKey("e"), [key("tag")]),
    "asking for a version": () => store.ensure([key("tag")], fresh()),
    "a step": () => store.apply([step({ bump: true })]),
    "a write": () => store.write(entryKey("e"), entryOf("lost"), LONG_MS),
    ...(leases && {
      "taking a lease": () => leases.take(lease, LONG_MS),
      "looking at a lease": () => leases.isTaken(lease),
      "letting go of a lease": () => leases.release(lease),
    }),
    ...(generations && { "reading the generation": () => generations.read(rootKey) }),
  };
}

type Outcome = "confirmed" | "silent" | { readonly error: unknown };

/** Callers have deadlines of their own, so to stay silent is allowed. */
async function outcomeOf(trial: Trial, request: () => unknown): Promise<Outcome> {
  const answer = Promise.resolve()
    .then(request)
    .then((): Outcome => "confirmed")
    .catch((error: unknown): Outcome => ({ error }));
  return Promise.race([answer, trial.passShort().then((): Outcome => "silent")]);
}

export const cutOffChecks: Checks = {
  async "confirms nothing when it cannot reach its data"(trial) {
    const { store } = trial;
    await trial.ensured();
    await store.write(trial.entryKey("e"), entryOf("kept"), LONG_MS);
    await trial.cutOff();
    for (const [name, request] of Object.entries(requests(trial, store))) {
      const outcome = await outcomeOf(trial, request);
      expectThat(`${name} is not confirmed`, outcome !== "confirmed");
      if (typeof outcome === "string") continue;
      const isError = outcome.error instanceof Error && outcome.error.message !== "";
      expectThat(`${name} rejects with an Error that says why`, isError);
    }
  },
};

/** What bounded readers need beside it. */
export const cutOffGenerationChecks: Checks = {
  async "tells its listeners of its own step that was not confirmed"(trial) {
    const { generations } = trial.store;
    if (generations === undefined) throw new Error("Expected: the store has `generations`.");
    await trial.ensured();
    const news: StepNews[] = [];
    const stop = generations.listen(trial.rootKey, (one) => news.push(one));
    try {
      await trial.cutOff();
      const step = trial.step({ bump: true });
      await outcomeOf(trial, () => trial.store.apply([step]));
      const own = news.filter((one) => one.kind === "own" && one.recordKeys.includes(step.key));
      expectThat("the step is told, landed or not", own.length > 0);
    } finally {
      stop();
    }
  },
};
