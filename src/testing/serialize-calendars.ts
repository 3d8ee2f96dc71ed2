import type { FakeUser } from "./model.ts";

/** The calendars of a user in the shape of `GET /v2/calendars`: the one, which takes the bookings. */
export function serializeCalendars({ id, email }: FakeUser): Record<string, unknown> {
  const calendar = {
    externalId: email,
    integration: "google_calendar",
    name: email,
    primary: true,
    readOnly: false,
    email,
    isSelected: true,
    credentialId: id,
    delegationCredentialId: null,
  };
  const integration = {
    name: "Google Calendar",
    description: "",
    type: "google_calendar",
    title: "Google Calendar",
    variant: "calendar",
    category: "calendar",
    categories: ["calendar"],
    logo: "icon.svg",
    publisher: "Cal.com",
    slug: "google-calendar",
    url: "https://cal.com/",
    email: "help@cal.com",
    locationOption: null,
  };
  return {
    connectedCalendars: [
      {
        integration,
        credentialId: id,
        delegationCredentialId: null,
        primary: calendar,
        calendars: [calendar],
      },
    ],
    destinationCalendar: {
      ...calendar,
      id,
      primaryEmail: email,
      userId: id,
      eventTypeId: null,
      integrationTitle: "Google Calendar",
    },
  };
}
