import type { Salon } from "./setup.ts";

const VERSIONS = [
  [/^\/slots/, "2024-09-04"],
  [/^\/bookings/, "2024-08-13"],
  [/event-types/, "2024-06-14"],
  [/^\/schedules/, "2024-06-11"],
] as const;

/** Asks the API as the salon's owner, or with another key (`null`: as nobody). */
export async function ask(
  { fake, owner }: Pick<Salon, "fake" | "owner">,
  asked: string,
  body?: object,
  key: string | null = owner.apiKey,
) {
  const [method = "GET", path = ""] = asked.split(" ");
  const version = VERSIONS.find(([pattern]) => pattern.test(path))?.[1];
  const response = await fake.fetch(`${fake.baseUrl}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(version === undefined ? {} : { "cal-api-version": version }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { data, error, message } = await response.json();
  return { status: response.status, data, message: error?.message ?? message };
}
