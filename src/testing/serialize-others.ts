import type { FakeEventType, FakeSchedule, FakeUser } from "./model.ts";
import { mustGet, type State } from "./state.ts";

const field = (type: string, slug: string, rest: Record<string, unknown>) => ({
  isDefault: true,
  type,
  slug,
  ...rest,
});
const shown = { required: false, disableOnPrefill: false, hidden: false };

function bookingFields(listed: boolean): object[] {
  const title = { required: true, disableOnPrefill: false, hidden: true };
  return [
    field("name", "name", { required: true, disableOnPrefill: false }),
    field("email", "email", { ...shown, required: true }),
    field("radioInput", "location", { required: false, hidden: false }),
    // Recorded (0013, 0014): a list leaves the hidden title out.
    ...(listed ? [] : [field("text", "title", title)]),
    field("textarea", "notes", shown),
    field("multiemail", "guests", shown),
    field("textarea", "rescheduleReason", shown),
  ];
}

function confirmationPolicy(eventType: FakeEventType): object {
  if (!eventType.requiresConfirmation) return { disabled: true };
  return {
    type: "always",
    blockUnconfirmedBookingsInBooker: eventType.blockUnconfirmedBookings,
  };
}

function bookingWindow({ bookingWindow: window }: FakeEventType): object {
  if (window === null) return { disabled: true };
  return window.type === "range" ? window : { rolling: false, ...window };
}

/** An event type in the shape of API version 2024-06-14; in a list it lacks one field. */
export function serializeEventType(
  state: State,
  eventType: FakeEventType,
  listed = false,
): Record<string, unknown> {
  const owner = mustGet(state.users, eventType.ownerId, "user");
  const { location, lengthInMinutesOptions: options } = eventType;
  const { bookingLimitsCount, recurrence, seats } = eventType;
  return {
    id: eventType.id,
    ownerId: eventType.ownerId,
    lengthInMinutes: eventType.lengthInMinutes,
    ...(options.length > 0 ? { lengthInMinutesOptions: options } : {}),
    title: eventType.title,
    slug: eventType.slug,
    description: eventType.description,
    locations: location === null ? [] : [{ type: "address", address: location, public: true }],
    bookingFields: bookingFields(listed),
    recurrence: recurrence === null ? null : { disabled: false, ...recurrence },
    disableGuests: false,
    slotInterval: eventType.slotInterval,
    minimumBookingNotice: eventType.minimumBookingNotice,
    beforeEventBuffer: eventType.beforeEventBuffer,
    afterEventBuffer: eventType.afterEventBuffer,
    metadata: options.length > 0 ? { multipleDuration: options } : {},
    price: 0,
    currency: "usd",
    lockTimeZoneToggleOnBookingPage: false,
    forwardParamsSuccessRedirect: true,
    successRedirectUrl: null,
    isInstantEvent: false,
    users: [
      {
        id: owner.id,
        name: owner.name,
        username: owner.username,
        avatarUrl: null,
        brandColor: null,
        darkBrandColor: null,
        weekStart: "Monday",
        metadata: {},
      },
    ],
    scheduleId: eventType.scheduleId,
    ...(bookingLimitsCount === null ? {} : { bookingLimitsCount }),
    onlyShowFirstAvailableSlot: eventType.onlyShowFirstAvailableSlot,
    offsetStart: eventType.offsetStart,
    bookingWindow: bookingWindow(eventType),
    confirmationPolicy: confirmationPolicy(eventType),
    requiresBookerEmailVerification: false,
    hideCalendarNotes: false,
    seats: seats === null ? { disabled: true } : { disabled: false, ...seats },
    useDestinationCalendarEmail: false,
    hideCalendarEventDetails: false,
    hideOrganizerEmail: false,
  };
}

/** A user in the shape of `GET /v2/me`. */
export function serializeMe(user: FakeUser): Record<string, unknown> {
  return {
    id: user.id,
    email: user.email,
    timeFormat: 24,
    defaultScheduleId: user.defaultScheduleId,
    weekStart: "Monday",
    timeZone: user.timeZone,
    username: user.username,
    organizationId: null,
  };
}

/** A schedule in the shape of API version 2024-06-11. */
export function serializeSchedule(schedule: FakeSchedule): Record<string, unknown> {
  const { id, ownerId, name, timeZone, availability, isDefault, overrides } = schedule;
  return { id, ownerId, name, timeZone, availability, isDefault, overrides };
}
