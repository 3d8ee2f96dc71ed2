import type { FakeEventType } from "./model.ts";

/** What an event type is like where nothing else is said; the server's own values. */
export const eventTypeDefaults = {
  teamId: null,
  schedulingType: null,
  hostIds: [],
  description: "",
  lengthInMinutes: 30,
  lengthInMinutesOptions: [],
  slotInterval: null,
  offsetStart: 0,
  beforeEventBuffer: 0,
  afterEventBuffer: 0,
  minimumBookingNotice: 120,
  scheduleId: null,
  onlyShowFirstAvailableSlot: false,
  bookingWindow: null,
  location: "1 Test Street",
  requiresConfirmation: false,
  blockUnconfirmedBookings: false,
  hidden: false,
  bookingLimitsCount: null,
  seats: null,
  recurrence: null,
} satisfies Omit<FakeEventType, "id" | "ownerId" | "slug" | "title">;
