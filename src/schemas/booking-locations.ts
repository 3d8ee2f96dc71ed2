import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

const attendeeLocations = [
  z.looseObject({ type: z.literal("attendeeAddress"), address: text }),
  z.looseObject({ type: z.literal("attendeePhone"), phone: text }),
  z.looseObject({ type: z.literal("attendeeDefined"), location: text }),
  z.looseObject({ type: z.literal("integration"), integration: text }),
] as const;

/** Where a booking to be made takes place. */
export const locationSchema = z.discriminatedUnion("type", [
  ...attendeeLocations,
  z.looseObject({ type: z.literal("address") }),
  z.looseObject({ type: z.literal("link") }),
  z.looseObject({ type: z.literal("phone") }),
  z.looseObject({ type: z.literal("organizersDefaultApp") }),
]);

/** Where a booking that was made shall take place: here the organizer's own say what they are. */
export const newLocationSchema = z.discriminatedUnion("type", [
  ...attendeeLocations,
  z.looseObject({ type: z.literal("address"), address: text }),
  z.looseObject({ type: z.literal("link"), link: text }),
  z.looseObject({ type: z.literal("phone"), phone: text }),
]);

/** A place that the attendee names, or an app. */
type AttendeeLocation =
  | { readonly type: "attendeeAddress"; readonly address: string }
  | { readonly type: "attendeePhone"; readonly phone: string }
  | { readonly type: "attendeeDefined"; readonly location: string }
  /** An app by its slug, such as `cal-video`. */
  | { readonly type: "integration"; readonly integration: string };

/** Where a booking takes place; the event type must allow it. */
export type LocationInput =
  | AttendeeLocation
  /** The event type's own address, link or telephone number, or the organizer's default app. */
  | { readonly type: "address" | "link" | "phone" | "organizersDefaultApp" };

/** Where a booking shall take place from now on. */
export type NewLocationInput =
  | AttendeeLocation
  | { readonly type: "address"; readonly address: string }
  | { readonly type: "link"; readonly link: string }
  | { readonly type: "phone"; readonly phone: string };
