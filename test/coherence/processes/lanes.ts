import type { Clock } from "../../../src/clock.ts";
import { createRandom } from "../../../src/testing/random.ts";
import type { RedisServer } from "../../helpers/redis-server.ts";
import { isOneIn, pick } from "../histories/choice.ts";
import { type Counts, count } from "./counts.ts";
import { LINE_FAULTS, PROCESS_FAULTS, SERVER_LOSSES, SERVER_PAUSES } from "./faults.ts";
import type { Fleet } from "./fleet.ts";
import type { Network } from "./network.ts";
import { again, type Going } from "./pace.ts";

/** A time in which the store may have lost what it had confirmed. */
export interface Loss {
  readonly from: number;
  readonly to: number;
}

export interface LanesOptions {
  readonly redis: RedisServer;
  readonly fleet: Fleet;
  readonly network: Network;
  readonly clock: Clock;
  readonly seed: number;
  readonly counts: Counts;
}

const SERVER_FAULTS_BY_NAME = { ...SERVER_LOSSES, ...SERVER_PAUSES };
const SERVER_FAULTS = [
  ...(Object.keys(SERVER_FAULTS_BY_NAME) as (keyof typeof SERVER_FAULTS_BY_NAME)[]),
  // The only one that brings back what nobody should believe.
  ...([
    "Redis comes back from an older snapshot",
    "Redis comes back from an older snapshot",
  ] as const),
];

/**
 * Lets things go wrong until it is stopped: with the server, with the lines to it and with the
 * processes, each by a plan of its own, so that troubles meet. Each plan comes from the seed alone.
 */
export function startLanes(options: LanesOptions): Going & { readonly losses: readonly Loss[] } {
  const { redis, fleet, network, clock, seed, counts } = options;
  const losses: Loss[] = [];
  const [ofServer, ofLines, ofProcesses] = [1, 2, 3].map((lane) => createRandom(seed * 10 + lane));
  if (!ofServer || !ofLines || !ofProcesses) throw new RangeError("There are three lanes.");

  const serverFault = async () => {
    const name = pick(SERVER_FAULTS, ofServer);
    count(counts, name);
    const from = clock.now();
    await SERVER_FAULTS_BY_NAME[name](redis, ofServer);
    if (name in SERVER_LOSSES) losses.push({ from, to: clock.now() });
  };
  const lineFault = async () => {
    const name = pick(Object.keys(LINE_FAULTS), ofLines) as keyof typeof LINE_FAULTS;
    const one = pick(fleet.lines, ofLines);
    const lines = isOneIn(ofLines, 8) ? fleet.lines : [one];
    count(counts, lines.length > 1 ? `${name}, for all` : name);
    await Promise.all(lines.map((line) => LINE_FAULTS[name](line, ofLines)));
    await Promise.all(lines.map((line) => line.heal()));
  };
  const processFault = async () => {
    if (isOneIn(ofProcesses, 3)) return network.killNextWriter();
    const names = Object.keys(PROCESS_FAULTS) as (keyof typeof PROCESS_FAULTS)[];
    const name = pick(names, ofProcesses);
    count(counts, name);
    await PROCESS_FAULTS[name](fleet, Math.floor(ofProcesses() * fleet.size), ofProcesses);
  };
  const lanes = [
    again(serverFault, ofServer, [1_500, 6_000]),
    again(lineFault, ofLines, [300, 3_000]),
    again(processFault, ofProcesses, [2_000, 8_000]),
  ];
  return {
    losses,
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()));
      network.spareWriters();
    },
  };
}
