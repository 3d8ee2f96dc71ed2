/** Cal.com's have 22 characters, those of old bookings 36. */
const UID = /^[\w-]{1,200}$/;

/**
 * Whether it is what Cal.com calls a booking. A template may put anything in its place, an address for
 * instance, and what a key is made of is readable in the store.
 */
export function isUid(uid: string | null | undefined): uid is string {
  return typeof uid === "string" && UID.test(uid);
}
