import { describe, expect, it } from "vitest";
import { Http } from "../../../src/api/http.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { errorOf, stubFetch } from "./stub-fetch.ts";

const GET = { method: "GET", path: "slots" } as const;
const POST = { method: "POST", path: "bookings" } as const;

function httpOver(answer: () => Response, clock = createVirtualClock()): Http {
  const { fetch } = stubFetch(answer);
  return new Http({ baseUrl: "https://api.cal.example/v2", apiKey: undefined, fetch, clock });
}

describe("a refusal", () => {
  const echo = { message: 'No "Ann Lee" and no "at the door".' };

  it("does not repeat what was sent, in the body or the query", async () => {
    const http = httpOver(() => Response.json(echo, { status: 400 }));
    const body = JSON.stringify({ attendee: { name: "Ann Lee" } });
    const error = await errorOf(http.send({ ...POST, body, query: { note: "at the door" } }));
    expect(error).toHaveProperty(
      "message",
      'Cal.com refused POST /bookings (400): No "<input>" and no "<input>".',
    );
  });

  it("by a proxy's page is told from Cal.com's own", async () => {
    const headers = { "content-type": "text/html" };
    const http = httpOver(() => new Response("<h1>Bad Gateway</h1>", { status: 502, headers }));
    const error = await errorOf(http.send(GET));
    expect(error).toMatchObject({ status: 502, code: "api_error" });
    expect((error as Error).message).toContain("GET /slots was answered with an HTML page (502)");
  });

  it("for too many requests counts from the client's own clock", async () => {
    const clock = createVirtualClock();
    const answer = () => {
      const reset = String(clock.now() / 1_000 + 30);
      return Response.json({}, { status: 429, headers: { "x-ratelimit-reset-burst": reset } });
    };
    expect(await errorOf(httpOver(answer, clock).send(GET))).toMatchObject({
      retryAfterMs: 30_000,
    });
  });
});
