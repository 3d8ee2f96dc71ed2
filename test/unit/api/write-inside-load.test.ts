import { expect, it } from "vitest";
import { ConfigurationError } from "../../../src/index.ts";
import { signedDelivery } from "../../../src/testing/signed-delivery.ts";
import { ANN, at, createWorld, DAY, SECRET, type World } from "../../helpers/world.ts";
import { errorOf } from "./stub-fetch.ts";

type Client = ReturnType<World["client"]>;
const input = (world: World) => ({ eventTypeId: world.half.id, start: at("09:00"), attendee: ANN });

const WRITES: Record<string, (calcom: Client, world: World) => Promise<unknown>> = {
  "bookings.create": (calcom, world) => calcom.bookings.create(input(world)),
  "bookings.reschedule": (calcom) => calcom.bookings.reschedule("u", { start: at("09:00") }),
  "bookings.cancel": (calcom) => calcom.bookings.cancel("u"),
  "bookings.requestReschedule": (calcom) => calcom.bookings.requestReschedule("u"),
  "bookings.reassign": (calcom) => calcom.bookings.reassign("u"),
  "bookings.addAttendee": (calcom) => calcom.bookings.addAttendee("u", ANN),
  "bookings.addGuests": (calcom) => calcom.bookings.addGuests("u", { guests: [ANN] }),
  "bookings.updateLocation": (calcom) =>
    calcom.bookings.updateLocation("u", { type: "link", link: "x" }),
  "eventTypes.update": (calcom, { half }) => calcom.eventTypes.update(half.id, { hidden: true }),
  "schedules.delete": (calcom) => calcom.schedules.delete(1),
  "outOfOffice.create": (calcom) => calcom.outOfOffice.create({ start: DAY, end: DAY }),
  "webhooks.create": (calcom) =>
    calcom.webhooks.create({ subscriberUrl: "https://a.example", triggers: ["BOOKING_CREATED"] }),
  "webhooks.ensure": (calcom) => calcom.webhooks.ensure({ url: "https://a.example" }),
  "webhooks.deleteAll": (calcom, { half }) => calcom.webhooks.deleteAll({ eventTypeId: half.id }),
  invalidate: (calcom) => calcom.invalidate("all"),
  handleWebhook: async (calcom) =>
    calcom.handleWebhook(
      await signedDelivery({ trigger: "BOOKING_CREATED", payload: {}, secret: SECRET }),
    ),
};

for (const [name, write] of Object.entries(WRITES)) {
  for (const whose of ["the layer's own client", "any other client"]) {
    it(`${name} inside a load is refused on ${whose}`, async () => {
      const world = createWorld();
      const calcom = world.client();
      const writer = whose === "any other client" ? world.client({ namespace: "other" }) : calcom;
      const heard: unknown[] = [];
      writer.on("invalidated", (event) => heard.push(event));
      const layer = calcom.layer("writes", {
        key: () => [],
        load: async () => {
          await write(writer, world);
          return null;
        },
        ttlMs: 1_000,
      });
      const error = await errorOf(layer.get(undefined));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ code: "write_inside_load" });
      expect((error as Error).message).toContain(name);
      expect(world.fake.requests).toEqual([]);
      expect(heard).toEqual([]);
    });
  }
}

it("is allowed again when the load has ended, even from code the load has started", async () => {
  const world = createWorld();
  const calcom = world.client();
  let later: (() => Promise<unknown>) | undefined;
  const layer = calcom.layer("leaks", {
    key: () => [],
    load: async () => {
      later = () => calcom.bookings.create(input(world));
      return null;
    },
    ttlMs: 1_000,
  });
  await layer.get(undefined);
  expect(await later?.()).toMatchObject({ coherence: "confirmed" });
});
