import KeyvRedis, { createCluster, createSentinel } from "@keyv/redis";
import { systemClock } from "../../src/clock.ts";
import { keyvStore } from "../../src/index.ts";
import { entryOf, REGISTRY, ROOT, stepOn } from "./redis-stores.ts";

// Uses everything of a store over a client of its own, closes it, and is to end by itself:
// `node --import tsx closing-main.ts cluster|sentinel <port>`.
const [kind, port] = process.argv.slice(2);
const address = { host: "127.0.0.1", port: Number(port) };
const client =
  kind === "cluster"
    ? createCluster({ rootNodes: [{ socket: address }] })
    : createSentinel({ name: "calcom", sentinelRootNodes: [address] });
const store = keyvStore(new KeyvRedis(client));
store.attach?.({ clock: systemClock, keyPrefix: REGISTRY, rootKey: ROOT });
await store.ensure([ROOT], "v");
const heard = new Promise<void>((resolve) => {
  store.generations?.listen(ROOT, ({ kind }) => kind === "message" && resolve());
});
const telling = setInterval(() => void store.apply([stepOn("all", { bump: true })]), 50);
await heard;
clearInterval(telling);
await store.write("calcom:entry:1", entryOf(1), 60_000);
await store.read("calcom:entry:1", [ROOT]);
await store.close();
process.stdout.write("closed\n");
