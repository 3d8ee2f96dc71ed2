import { type HttpHandler, HttpResponse, http } from "msw";
import type { FakeCalcom } from "./fake-calcom.ts";

/**
 * Puts a fake Cal.com behind Mock Service Worker: everything below `fake.baseUrl` is answered by
 * it.
 *
 * @example
 * const server = setupServer(...calcomHandlers(createFakeCalcom()));
 */
export function calcomHandlers(fake: FakeCalcom): HttpHandler[] {
  const { origin, pathname } = new URL(fake.baseUrl);
  const everything = `${origin}${pathname.replace(/\/$/, "")}/*`;
  return [
    http.all(everything, async ({ request }) => {
      const response = await fake.handle(request);
      return response.type === "error" ? HttpResponse.error() : response;
    }),
  ];
}
