import { createRandom } from "../../../../src/testing/random.ts";
import { clockFrom } from "../clock.ts";
import { Focus } from "../focus.ts";
import { openNotebook } from "../notes.ts";
import { questionsOf } from "../questions.ts";
import type { ChildSettings, FromChild, ToChild } from "../settings.ts";
import { Changes } from "./changes.ts";
import { makeClient, makeStore } from "./client.ts";
import { Asker } from "./layers.ts";
import { startReads } from "./reads.ts";
import { startReceiver } from "./webhooks.ts";
import { startWrites } from "./writes.ts";

// One of the processes of a run: `node --expose-gc --import tsx main.ts <settings as JSON>`.
const settings = JSON.parse(process.argv[2] ?? "") as ChildSettings;
const { name, role, seed, origin, eventTypeIds } = settings;
const clock = clockFrom(origin);
const notebook = openNotebook(settings.notes);
const mistake = (what: unknown) =>
  notebook.note({ kind: "mistake", what: what instanceof Error ? (what.stack ?? "") : `${what}` });
for (const event of ["unhandledRejection", "uncaughtException", "warning"] as const) {
  process.on(event, mistake);
}
// Whoever has started it is gone.
process.on("disconnect", () => process.exit());

const tell = (what: FromChild) => void process.send?.(what);

const random = createRandom(seed);
const store = makeStore(settings);
const client = makeClient(settings, clock, store, notebook);
const changes = new Changes(client, clock, notebook);
const questions = questionsOf(eventTypeIds);
const asker = new Asker(questions);
const focus = new Focus(clock, settings.runSeed);
const shared = { name, client, clock, notebook, changes, asker, focus, ids: eventTypeIds };

const noteState = () => {
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo().length;
  notebook.note({ kind: "state", at: clock.now(), heapBytes: heapUsed, resources });
};

const receiver = role.hears ? await startReceiver(client, changes, mistake) : undefined;
let calmSince = Number.POSITIVE_INFINITY;
const onHit = (began: number) => {
  if (began < calmSince) return;
  calmSince = Number.POSITIVE_INFINITY;
  tell({ kind: "warm" });
};
const reads = startReads({ ...shared, onHit }, role.reads, random);
const writes = role.writes ? startWrites({ ...shared, questions }, random) : undefined;
const watching = globalThis.setInterval(noteState, 5_000);

const end = async () => {
  await Promise.all([writes?.stop(), receiver?.stop(), changes.landed()]);
  await reads.stop();
  globalThis.clearInterval(watching);
  noteState();
  await client.close();
  await store.close();
  notebook.close();
  // What is left now keeps it alive, and is a leak.
  process.removeAllListeners("disconnect");
  process.disconnect?.();
};
const calm = async () => {
  calmSince = clock.now();
  await writes?.stop();
};
process.on("message", (told: ToChild) => {
  (told === "calm" ? calm() : end()).catch(mistake);
});
tell({ kind: "ready", webhookPort: receiver?.port });
