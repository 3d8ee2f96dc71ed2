import type { CalcomClientOptions } from "../../../src/index.ts";
import { recording } from "../../conformance/recordings.ts";
import { stubbedClient } from "./stub-fetch.ts";

/** A client whose Cal.com gives recorded answers, one for each request in turn. */
export function recordedClient(numbers: readonly string[], extra: CalcomClientOptions = {}) {
  const stubbed = stubbedClient((_request, count) => {
    const { response } = recording(numbers[count - 1] as string);
    return Response.json(response.body, { status: response.status });
  }, extra);
  return {
    ...stubbed,
    /** What was sent, as the recording tells it. */
    sent: async () =>
      Promise.all(
        stubbed.requests.map(async (request) => {
          const { pathname, searchParams } = new URL(request.url);
          const text = await request.clone().text();
          return {
            method: request.method,
            path: pathname,
            query: Object.fromEntries(searchParams),
            version: request.headers.get("cal-api-version"),
            body: text === "" ? null : JSON.parse(text),
          };
        }),
      ),
  };
}

/** The request of a recording, in the same form. */
export function recordedRequest(number: string) {
  const { method, path, query, headers, body } = recording(number).request;
  return { method, path, query: query ?? {}, version: headers["cal-api-version"] ?? null, body };
}

/** The `data` of a recorded answer. */
export function recordedData(number: string) {
  return (recording(number).response.body as { data: Record<string, unknown> }).data;
}
