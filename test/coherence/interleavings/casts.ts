import type { Cast, Fault, Role } from "./cast.ts";

const FAULTS: readonly Fault[] = ["none", "crash", "lost record", "late commit", "lost reply"];

const casts: Readonly<Record<string, readonly (readonly Role[])[]>> = {
  "a writer and two readers": [["writer"], ["reader"], ["reader"]],
  "two writers and two readers": [["writer"], ["writer"], ["reader"], ["reader"]],
  "a writer, a webhook and two readers": [["writer"], ["webhook"], ["reader"], ["reader"]],
  "a writer and two readers in one process": [["writer"], ["reader", "reader"]],
  "a writer, two readers in one process and another reader": [
    ["writer"],
    ["reader", "reader"],
    ["reader"],
  ],
  "a writer and two readers of a layer": [["writer"], ["layer reader"], ["layer reader"]],
  "a writer and two readers of a nested layer": [["writer"], ["nested reader"], ["nested reader"]],
  "a writer and two readers of a layer in one process": [
    ["writer"],
    ["layer reader", "layer reader"],
  ],
  "a writer, a reader of a layer and one of what it rests on": [
    ["writer"],
    ["layer reader", "reader"],
  ],
  "a writer that reads, and a reader": [["writer", "reader"], ["reader"]],
  "a writer and two readers, all in one process": [["writer", "reader", "reader"]],
};

/** Readers that trust versions for a time; their messages may be lost in each of these. */
const BOUNDED_CASTS: readonly Cast[] = [
  {
    name: "a change and a reader that trusts",
    processes: [["invalidation"], ["bounded reader"]],
    fault: "none",
  },
  {
    name: "a process that changes something and trusts",
    processes: [["invalidation", "bounded reader"]],
    fault: "none",
  },
  ...(["none", "crash", "lost reply"] as const).map((fault) => ({
    ...{ name: "a writer and a reader that trusts", fault },
    processes: [["writer"], ["bounded reader"]] as const,
  })),
  {
    name: "a change and two reads of a process that trusts",
    processes: [["invalidation"], ["bounded reader", "bounded reader"]],
    fault: "none",
  },
  {
    name: "two changes and a reader that trusts",
    processes: [["invalidation"], ["invalidation"], ["bounded reader"]],
    fault: "none",
  },
];

const CASTS_IN_TURN: typeof casts = {
  "two readers in turn, and somebody who invalidates": [["invalidation"], ["reader"], ["reader"]],
  "two readers in turn, and a writer": [["writer"], ["reader"], ["reader"]],
  "a writer that reads, and a reader in turn": [["writer", "reader"], ["reader"]],
  "readers of a layer in turn, and somebody who invalidates": [
    ["invalidation"],
    ["layer reader"],
    ["layer reader"],
  ],
  "a reader and two of one process in turn, and somebody who invalidates": [
    ["invalidation"],
    ["reader"],
    ["reader", "reader"],
  ],
};
const faultsInTurn = (processes: Cast["processes"]): readonly Fault[] => [
  ...(["none", "lease ends", "reader dies"] as const),
  ...(processes.flat().includes("writer") ? (["crash", "lost reply"] as const) : []),
];

/** Every cast with each fault. */
export const CASTS: readonly Cast[] = [
  ...Object.entries(casts).flatMap(([name, processes]) =>
    FAULTS.map((fault) => ({ name, processes, fault })),
  ),
  ...BOUNDED_CASTS,
  ...Object.entries(CASTS_IN_TURN).flatMap(([name, processes]) =>
    faultsInTurn(processes).map((fault) => ({ name, processes, fault, inTurn: true as const })),
  ),
];

/** Those that take no longer than a moment. */
export const SMALL_CASTS = CASTS.filter(
  ({ name, fault }) =>
    (fault === "none" && name === "two writers and two readers") ||
    (fault === "none" && name.startsWith("a writer and two readers of a layer")) ||
    name === "a change and a reader that trusts" ||
    (fault !== "lost record" && /^a writer and two readers(?: in one process)?$/.test(name)) ||
    (fault !== "late commit" && name === "a writer that reads, and a reader") ||
    (fault !== "lease ends" && name === "two readers in turn, and somebody who invalidates") ||
    (fault === "none" && name === "two readers in turn, and a writer") ||
    (fault === "none" && name.startsWith("readers of a layer in turn")),
);
