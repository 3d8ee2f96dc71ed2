import { CalcomClient, CalcomError } from "calcom-coherent";
import { redisStore } from "calcom-coherent/redis";
import { wallTimes, withinHours, ZONE } from "../offers.ts";
import { openReceiver } from "../receiver.ts";
import { type DeskSettings, type Order, SETTINGS, type Told } from "./orders.ts";

// One process of the application. It shares nothing with the others but Redis.
const settings = JSON.parse(process.env[SETTINGS] ?? "") as DeskSettings;
const { redisUrl, eventTypeId, date, ...options } = settings;
const store = redisStore({ url: redisUrl });
const calcom = new CalcomClient({ ...options, store, storeTimeoutMs: 500 });

const offers = calcom.layer("offers", {
  key: (day: string) => [eventTypeId, day],
  load: async (day, context) => {
    const question = { eventTypeId, start: day, end: day, timeZone: ZONE };
    const slots = (await context.slots.list(question)).slots[day] ?? [];
    const instants = new Map(slots.map((slot) => [wallTimes([slot])[0] ?? "", slot.start]));
    return Object.fromEntries(
      withinHours([...instants.keys()]).map((time) => [time, instants.get(time) ?? ""]),
    );
  },
  ttlMs: 60_000,
});

async function carryOut(order: Order): Promise<Told> {
  switch (order.kind) {
    case "ask": {
      const { value, provenance } = await offers.read(date);
      return { times: value, source: provenance.source };
    }
    case "book": {
      const { start, name } = order;
      const attendee = { name, email: `${name.toLowerCase()}@example.test`, timeZone: ZONE };
      const { coherence } = await calcom.bookings.create({ eventTypeId, start, attendee });
      return { coherence };
    }
    case "listen": {
      const route = async (delivery: { body: string; headers: object }) => {
        await calcom.handleWebhook(delivery as Parameters<typeof calcom.handleWebhook>[0]);
        return { status: 204 };
      };
      const { url } = await openReceiver({ "/webhooks": route });
      return { url: `${url}/webhooks` };
    }
  }
}

process.on("message", async ({ id, order }: { id: number; order: Order }) => {
  try {
    process.send?.({ id, told: await carryOut(order) });
  } catch (error) {
    if (!(error instanceof CalcomError)) throw error;
    process.send?.({ id, told: { error: error.code, coherence: error.coherence } });
  }
});
