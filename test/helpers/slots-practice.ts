import express from "express";
import { onTestFinished } from "vitest";
import { createChangesMiddleware, createSlotsMiddleware } from "../../src/adapters/express.ts";
import { listen } from "./http-app.ts";
import { inRealTime } from "./real-time.ts";
import { ANN, at, createWorld, DAY } from "./world.ts";

/** A practice's server: its handlers, its client and the fake Cal.com, over HTTP and in real time. */
export async function openPractice({ beatMs = 200 } = {}) {
  const world = createWorld();
  onTestFinished(inRealTime(world.clock));
  const eventTypeIds = [world.half.id];
  const app = express();
  let calcom = world.client();
  let changes = createChangesMiddleware(calcom, { eventTypeIds, beatMs });
  app.get("/slots", createSlotsMiddleware(calcom, { eventTypeIds }));
  app.get("/changes", (request, response) => changes(request, response));
  const { server, port } = await listen(app);
  onTestFinished(() => calcom.close());
  return {
    ...world,
    app,
    server,
    port,
    origin: `http://127.0.0.1:${port}`,
    query: { eventTypeId: world.half.id, start: DAY, end: DAY },
    /** Somebody books by another process. */
    book: (time: string) =>
      world.client().bookings.create({
        eventTypeId: world.half.id,
        start: at(time),
        attendee: ANN,
      }),
    /** Every connection breaks, and the process that comes back remembers nothing. */
    async restart() {
      await calcom.close();
      calcom = world.client();
      changes = createChangesMiddleware(calcom, { eventTypeIds, beatMs });
      server.closeAllConnections();
    },
  };
}

export type SlotsPractice = Awaited<ReturnType<typeof openPractice>>;
