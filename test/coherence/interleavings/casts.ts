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
  "a reader in turn and one that asks, and somebody who invalidates": [
    ["invalidation"],
    ["asking reader"],
    ["reader"],
  ],
  "a reader in turn and one that asks in its process, and somebody who invalidates": [
    ["invalidation"],
    ["reader", "asking reader"],
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

/** Readers that want to hear it from Cal.com. */
const ASKING_CASTS: typeof casts = {
  "a writer and two readers that confirm in one process": [
    ["writer"],
    ["confirming reader", "confirming reader"],
  ],
  "a writer that confirms, and confirms again": [
    ["writer", "confirming reader", "confirming reader"],
  ],
  "a writer, a reader and one that asks": [["writer"], ["reader"], ["asking reader"]],
  "a writer, a reader and one that asks in its process": [["writer"], ["reader", "asking reader"]],
  "a writer and two readers that ask in one process": [
    ["writer"],
    ["asking reader", "asking reader"],
  ],
};

/** Writers that find out what has become of a booking, where no answer tells them. */
const SEARCHING_CASTS: typeof casts = {
  "a writer that looks for its booking, and two readers": [
    ["searching writer"],
    ["reader"],
    ["reader"],
  ],
  "a writer that looks for its booking, and two readers in one process": [
    ["searching writer"],
    ["reader", "reader"],
  ],
  "a writer that looks for its booking, and two readers that confirm": [
    ["searching writer"],
    ["confirming reader", "confirming reader"],
  ],
};
const FAULTS_TO_SEARCH: readonly Fault[] = ["late commit", "lost reply"];

/** Every cast with each fault. */
export const CASTS: readonly Cast[] = [
  ...Object.entries({ ...casts, ...ASKING_CASTS }).flatMap(([name, processes]) =>
    FAULTS.map((fault) => ({ name, processes, fault })),
  ),
  ...Object.entries(SEARCHING_CASTS).flatMap(([name, processes]) =>
    FAULTS_TO_SEARCH.map((fault) => ({ name, processes, fault })),
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
    (fault === "none" && name.startsWith("readers of a layer in turn")) ||
    name === "a reader in turn and one that asks, and somebody who invalidates" ||
    (fault !== "lost record" && name === "a writer and two readers that confirm in one process") ||
    (fault === "none" && name === "a writer that confirms, and confirms again") ||
    (/none|lost reply/.test(fault) && name.startsWith("a writer, a reader and one that asks")) ||
    (fault === "lost reply" && name.startsWith("a writer that looks for its booking")) ||
    (fault === "late commit" && name === "a writer that looks for its booking, and two readers"),
);
