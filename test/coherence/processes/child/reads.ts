import type { Clock } from "../../../../src/clock.ts";
import type { CalcomClient, ReadOptions } from "../../../../src/index.ts";
import { isOneIn, pick } from "../../histories/choice.ts";
import type { Focus } from "../focus.ts";
import type { Note, Notebook } from "../notes.ts";
import { again, type Going } from "../pace.ts";
import { nameOf } from "./doing.ts";
import { type Asker, defineLayers, LAYER_NAMES } from "./layers.ts";

type Given = Pick<Extract<Note, { kind: "read" }>, "source" | "loadBeganAt" | "parts">;

const PAUSE_MS = [0, 30] as const;
const LAYER_TTL_MS = 900_000;

/** Reads one answer after another until it is told to stop. */
export function startReads(
  {
    client,
    clock,
    notebook,
    asker,
    focus,
    onHit,
  }: {
    readonly client: CalcomClient;
    readonly clock: Clock;
    readonly notebook: Notebook;
    readonly asker: Asker;
    readonly focus: Focus;
    readonly onHit: (began: number) => void;
  },
  atOnce: number,
  random: () => number,
): Going {
  const layers = defineLayers(client, asker, LAYER_TTL_MS);

  const readLayer = async (options: ReadOptions): Promise<Given> => {
    const layer = layers[pick(LAYER_NAMES, random)];
    const { value, provenance } = await layer.read(focus.pick(random), options);
    const { source, loadBeganAt } = provenance;
    return { source, loadBeganAt, parts: value };
  };
  const readSlots = (options: ReadOptions): Promise<Given> =>
    asker.ask(client.slots, pick(asker.about(focus.pick(random)), random), options);

  const readOnce = async () => {
    const cache = isOneIn(random, 40) ? pick(["refresh", "bypass"] as const, random) : "use";
    const what = isOneIn(random, 3) ? "layer" : "slots";
    const began = clock.now();
    try {
      const given = await (what === "layer" ? readLayer({ cache }) : readSlots({ cache }));
      notebook.note({ kind: "read", what, began, ended: clock.now(), ...given });
      if (given.source === "cache") onHit(began);
    } catch (error) {
      const why = nameOf(error);
      notebook.note({ kind: "failed", what, why, began, ended: clock.now() });
    }
  };
  const loops = Array.from({ length: atOnce }, () => again(readOnce, random, PAUSE_MS));
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
}
