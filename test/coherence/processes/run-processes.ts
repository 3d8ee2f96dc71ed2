import { createRandom } from "../../../src/testing/random.ts";
import { startRedis } from "../../helpers/redis-server.ts";
import { startCalCom } from "./cal-com.ts";
import { checkHistory } from "./checker.ts";
import { clockFrom, newOrigin } from "./clock.ts";
import { createDelivery } from "./delivery.ts";
import { Fleet } from "./fleet.ts";
import { Focus } from "./focus.ts";
import { mergeNotes } from "./history.ts";
import { startLanes } from "./lanes.ts";
import { createNetwork } from "./network.ts";
import { sleep } from "./pace.ts";
import { type ProcessReport, type RunOptions, reportOf } from "./report.ts";
import { startVisitors } from "./visitors.ts";

export type { ProcessReport, RunOptions };

/** After the last fault: what is pending lands, marks end, and webhooks that are late arrive. */
const RECOVERY_MS = 5_000;

/**
 * Lets several processes read and write through one Redis while everything goes wrong, and judges
 * what each of them was given. The seed makes the same plans, not the same history: processes run as
 * the system lets them.
 */
export async function runProcesses(options: RunOptions): Promise<ProcessReport> {
  const { seed, seconds, maxStalenessMs } = options;
  const origin = newOrigin();
  const clock = clockFrom(origin);
  const [faults, troubles] = [new Map<string, number>(), new Map<string, number>()];
  const mistakes: string[] = [];
  const onMistake = (what: string) => void mistakes.push(what);
  const random = (part: number) => createRandom(seed * 100 + part);

  // What a killed process has written is there for the next one, whether or not it is on the disk.
  const redis = await startRedis({ persistence: "aof", args: ["--appendfsync", "no"] });
  const network = createNetwork(random(1), troubles, (name) => {
    fleet.killByName(name).catch((error: unknown) => onMistake(String(error)));
  });
  const calCom = await startCalCom({
    clock,
    announcesCancels: maxStalenessMs === undefined,
    answer: network.answer,
    deliver: createDelivery(random(2), troubles, () => fleet.webhookPorts),
  });
  const common = { calCom, origin, redisPort: redis.port, seed, maxStalenessMs };
  const fleet = await Fleet.start({ ...common, onMistake });
  try {
    const visitors = startVisitors(calCom, new Focus(clock, seed), random(3));
    const lanes = startLanes({ redis, fleet, network, clock, seed, counts: faults });
    await sleep(seconds * 1_000 - RECOVERY_MS);
    await lanes.stop();
    await visitors.stop();
    const [warmAfterMs] = await Promise.all([fleet.calm(), sleep(RECOVERY_MS)]);
    const { alive, notes } = fleet;
    await fleet.end();
    const history = mergeNotes(notes, calCom, lanes.losses);
    const findings = checkHistory(history, maxStalenessMs ?? 0);
    const run = { processes: notes.size, faults, troubles, alive, warmAfterMs, mistakes };
    return reportOf(options, history, findings, run);
  } finally {
    await Promise.all([fleet.destroy(), calCom.close(), redis.kill()]);
  }
}
