import { preferredLanguage } from "@/shared/languages.ts";

/** Sends a visitor to the pages in a language of theirs. */
export function GET(request: Request): Response {
  const language = preferredLanguage(request.headers.get("accept-language") ?? undefined);
  return new Response(null, {
    status: 307,
    // Relative: behind a proxy the server does not know its own name.
    headers: { location: `/${language}`, vary: "accept-language" },
  });
}
