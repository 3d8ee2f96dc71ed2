import { type CalcomClient, memoryStore } from "../../../src/index.ts";
import { signedDelivery } from "../../../src/testing/signed-delivery.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { ANN, at, createWorld, SECRET } from "../../helpers/world.ts";
import { createCast, type MatrixEventType } from "./cast.ts";
import { columnsOf } from "./columns.ts";

/** What sets one run of a row apart from another. */
export interface Variant {
  readonly profile: "selfHosted" | "hosted";
  /** How the hosts of event types are known. */
  readonly pools: "known" | "auto" | "off";
  /** How the store has come to know of bookings that were there before. */
  readonly memory: "written" | "heard" | "none";
}

const HOUR_MS = 3_600_000;
/** So that nothing is a miss for its age alone. */
const LONG_LIVED = { emptyMs: HOUR_MS, nearMs: HOUR_MS, farMs: HOUR_MS };
/** Longer than slots are kept and webhooks queued on the hosted profile. */
const UNDER_WAY_MS = 2_500;
/** Longer than the client waits for Cal.com to settle. */
const SETTLED_MS = 8_000;

/** The cast on a fake Cal.com, with clients of one store and a stranger to it. */
export function createMatrixWorld({ memory, pools, profile }: Variant) {
  const world = createWorld({ profile });
  const { clock, fake } = world;
  const cast = createCast(world);
  const invalidation = { pools: pools === "known" ? cast.pools : pools };
  const client = () => world.client({ ttl: LONG_LIVED, invalidation });
  const [reader, writer, receiver] = [client(), client(), client()];
  const stranger = world.client({
    store: memoryStore({ clock }),
    invalidation: { pools: "off" },
  });

  const ear = { isOpen: false, heard: 0, failed: [] as unknown[], tags: new Set<string>() };
  const listen = async (request: Request) => {
    if (!ear.isOpen) return;
    ear.heard += 1;
    await receiver.handleWebhook(request).catch((error: unknown) => ear.failed.push(error));
  };
  world.receiveWith(listen);
  for (const one of [writer, receiver]) {
    one.on("invalidated", ({ tags }) => {
      for (const tag of tags) ear.tags.add(tag);
    });
  }

  return {
    ...cast,
    ...{ clock, ear, fake, reader, receiver, writer },
    columns: columnsOf(cast),
    /** Somebody with the same credential whose changes nobody hears of but by webhook. */
    stranger,
    /** Who makes what is there before the change. */
    before: memory === "written" ? writer : stranger,
    /** Delivers what the fake does not send. */
    async tell(trigger: string, payload: object) {
      await listen(await signedDelivery({ trigger, payload: { ...payload }, secret: SECRET }));
    },
    /** Lets webhooks arrive, replicas catch up, and Cal.com settle. */
    async calm() {
      await clock.advance(UNDER_WAY_MS);
      await fake.webhooks.settled();
      await clock.advance(SETTLED_MS);
      await settle();
    },
  };
}

export type MatrixWorld = ReturnType<typeof createMatrixWorld>;
/** Who makes a change: this library on the shared store, or somebody else. */
export type Actor = CalcomClient;

/** Books an event type at nine for Ann, unless said otherwise. */
export function book(
  by: Actor,
  { id }: MatrixEventType,
  { time = "09:00", ...more }: { time?: string; [field: string]: unknown } = {},
) {
  return by.bookings.create({ eventTypeId: id, start: at(time), attendee: ANN, ...more });
}

/** An attendee who is a host of other event types. */
export const as = ({ email }: { readonly email: string }) => ({ attendee: { ...ANN, email } });
