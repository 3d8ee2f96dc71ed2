import { createRandom, shuffled } from "../../../src/testing/random.ts";
import { LAYER_NAMES, type LayerName } from "./layers.ts";
import type { Subject } from "./questions.ts";
import type { HistoryWorld, Person } from "./world.ts";

/** What a stretch of a history is about: the fewer things, the more often they meet. */
export interface Focus {
  readonly subjects: readonly Subject[];
  /** Names of questions. */
  readonly questions: readonly string[];
  /** Names of questions about one time. */
  readonly wishes: readonly string[];
  /** Layers, and the slugs they are asked with. */
  readonly layers: readonly { readonly layer: LayerName; readonly slug: string }[];
  /** No webhook arrives: what protects then is what a writer does itself. */
  readonly isDeaf: boolean;
  /** Numbers of the processes that ask. */
  readonly readers: readonly number[];
}

const SUBJECTS = 3;
const QUESTIONS = 2;
const WISHES = 4;
const LAYERS = 1;
const READERS = 2;
const DEAF = 0.3;

/** Event types that share a host, some questions about them, and some readers. */
export function focusBy(world: HistoryWorld, processes: number, seed: number): Focus {
  const random = createRandom(seed);
  const { people, questions } = world;
  const [host] = shuffled(Object.keys(people) as Person[], random);
  const mixed = shuffled(world.subjects, random);
  const sharing = mixed.filter(({ hosts }) => hosts.some((name) => name === host));
  const subjects = [...sharing, ...mixed.filter((one) => !sharing.includes(one))].slice(
    0,
    SUBJECTS,
  );
  const ids = new Set(subjects.map(({ id }) => id));
  const about = [...questions.values()].filter(
    ({ eventTypeIds, hosts, wish }) =>
      wish === undefined &&
      (eventTypeIds.some((id) => ids.has(id)) ||
        (eventTypeIds.length === 0 && hosts.some((name) => name === host))),
  );
  const wished = [...questions.values()]
    .filter(({ eventTypeIds, wish }) => wish && eventTypeIds.some((id) => ids.has(id)))
    .map(({ name }) => name);
  const numbers = Array.from({ length: processes }, (_, number) => number);
  return {
    isDeaf: random() < DEAF,
    subjects,
    wishes: shuffled(wished, createRandom(seed + 1)).slice(0, WISHES),
    questions: shuffled(
      about.map(({ name }) => name),
      random,
    ).slice(0, QUESTIONS),
    layers: shuffled(
      subjects.flatMap(({ slug }) => LAYER_NAMES.map((layer) => ({ layer, slug }))),
      random,
    ).slice(0, LAYERS),
    readers: shuffled(numbers, random).slice(0, READERS),
  };
}
