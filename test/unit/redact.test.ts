import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../src/redact.ts";

// Everything that ends an address in JSON, in a query or in a list.
const address = fc.emailAddress().filter((email) => !/['"=]/.test(email));
const key = fc.stringMatching(/^cal_(live|test)_[0-9a-f]{16,40}$/);
/** Words that hold nothing secret, in whatever script. */
const harmless = fc
  .array(fc.stringMatching(/^[\p{L}\p{N}.,;!?()[\]{}<>'"/#-]{0,12}$/u), { maxLength: 30 })
  .map((words) => words.join(" "))
  .filter((text) => !/bearer|basic|secret|passw|api.?key|token|auth|eyJ|cal_/i.test(text));

describe("addresses", () => {
  it.each([
    ["ann@example.test", "<e-mail>"],
    ["to Ann.O'Hara+tag@mail.example.test now", "to <e-mail> now"],
    ["<ann@example.test>, (bob@example.test)", "<<e-mail>>, (<e-mail>)"],
    ["mailto:ann@example.test;cc=bob@example.test", "mailto:<e-mail>;<e-mail>"],
    ['{"email":"ann@example.test"}', '{"email":"<e-mail>"}'],
    ['"a b"@x.test', "<e-mail>"],
    ['of "a \\"b\\" c"@x.test now', "of <e-mail> now"],
    ['of "a@b"@x.test now', "of <e-mail> now"],
    ['{"email":"\\"a b\\"@x.test"}', '{"email":"<e-mail>"}'],
    ["zoë@bücher.example", "<e-mail>"],
    ["ann@xn--bcher-kva.example", "<e-mail>"],
    ["ann%40example.test", "<e-mail>"],
    ["ann%2Btag%2540example.test", "<e-mail>"],
    ["ann&#64;example.test", "<e-mail>"],
    ["ann\\u0040example.test", "<e-mail>"],
    ["ann＠example.test", "<e-mail>"],
    ["ann@[127.0.0.1]", "<e-mail>"],
    ["root@localhost", "<e-mail>"],
    ["//ann@example.test", "//<credential>"],
  ])("are taken out of %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("are gone wherever they stand, however they are written", () => {
    const written = fc.constantFrom<(email: string) => string>(
      (email) => email,
      (email) => encodeURIComponent(email),
      (email) => email.replace("@", "&#64;"),
      (email) => `"${email.split("@")[0]} x"@${email.split("@")[1]}`,
    );
    const beside = fc.constantFrom(" ", "<", "(", '"', ",", ":", ";", "\n", "=");
    fc.assert(
      fc.property(address, written, harmless, harmless, beside, (email, write, a, b, mark) => {
        const text = write(email);
        const redacted = redact(`${a}${mark}${text} ${b}`);
        expect(redacted).not.toContain(text);
        expect(redacted).not.toContain(`@${email.split("@")[1]}`);
      }),
    );
  });
});

describe("credentials", () => {
  it.each([
    ["key cal_live_0123456789abcdef refused", "key <credential> refused"],
    ["(cal_abc-DEF_1)", "(<credential>)"],
    ["key_cal_live_0123456789abcdef", "key_<credential>"],
    ["Authorization: Bearer opaque/token+1==", "Authorization: Bearer <credential>"],
    ["authorization: bearer opaque-token-0123", "authorization: bearer <credential>"],
    ["Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic <credential>"],
    ["with bearer 0123456789abcdef", "with bearer <credential>"],
    ["eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ-_x", "<credential>"],
    ["token_eyJhbGciOiJI.e30.x", "token_<credential>"],
    ["twice cal_a and cal_b", "twice <credential> and <credential>"],
    ["connect redis://default:p@ss:w,rd@host:6379/0", "connect redis://<credential>:6379/0"],
    ['{"secret":"wh sec","id":1}', '{"secret":<credential>,"id":1}'],
    ['{"oneTimePassword":"abc","id":1}', '{"oneTimePassword":<credential>,"id":1}'],
    ['"{\\"webhookSecret\\":\\"wh sec\\"}"', '"{\\"webhookSecret\\":<credential>}"'],
    ["?apiKey=abc&x=1", "?apiKey=<credential>&x=1"],
    ["x-cal-secret-key: abc", "x-cal-secret-key: <credential>"],
    ["grant: refresh_token=abc", "grant: refresh_token=<credential>"],
  ])("are taken out of %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("are gone wherever they stand", () => {
    const before = fc.constantFrom("", " ", "'", '"', "=", ":", "(", "_", "/", "%20");
    fc.assert(
      fc.property(key, before, harmless, harmless, (secret, mark, a, b) => {
        expect(redact(`${a} key${mark}${secret}. ${b}`)).not.toContain(secret);
        expect(redact(`${a} Bearer ${secret} ${b}`)).not.toContain(secret);
        expect(redact(`${a} {"secret":"${secret}"} ${b}`)).not.toContain(secret);
      }),
    );
  });
});

describe("everything else stays", () => {
  it.each([
    "",
    "Event type with id 999999 not found",
    "start must be a valid ISO 8601 date string",
    "https://cal.com/docs/api-reference/v2/slots",
    "calendar, local_time, medical_recordsmanagement",
    "Either pass an API key as 'Bearer' header or OAuth client credentials",
    "Provide either authorization bearer token containing managed user access token",
    "GET /v2/slots?eventTypeId=1&start=2026-12-07",
    "at @ nine",
    "2026-12-07T09:00:00.000+01:00",
  ])("%j", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("in any text without secrets", () => {
    fc.assert(
      fc.property(harmless, (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
  });
});

describe("any text", () => {
  const piece = fc.oneof(
    ...[fc.string(), address, key, harmless],
    fc.constantFrom("Bearer x", "Bearer ", '"', '\\"', "secret=", "secret: ", "//", "@", "x.test"),
    fc.constantFrom("<", "<cut>", "<credential>", "<e-mail>", "y".repeat(1_990), "y".repeat(600)),
    fc.constantFrom(`cal_${"a".repeat(700)}`, "authorization: ", "\\", " ", "%40"),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

  it("is redacted once and for all", () => {
    fc.assert(
      fc.property(text, (any) => {
        const once = redact(any);
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps a length that can be read", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 50, max: 2_000 }), (any, longest) => {
        expect(redact(any, longest).length).toBeLessThanOrEqual(longest + "<cut>".length);
      }),
    );
  });

  it("hides what the cut would have gone through", () => {
    const secrets = ["ann.with.a.long.name@example.test", "cal_live_0123456789abcdef0123"];
    for (const secret of secrets) {
      for (let before = 1_960; before <= 2_000; before++) {
        const redacted = redact(`${"x ".repeat(before / 2)} ${secret} and more`.repeat(2));
        expect(redacted).not.toContain(secret.slice(0, 9));
        expect(redacted).toMatch(/<cut>$/);
      }
    }
  });
});

it.each([
  "x",
  "@",
  "a@",
  "a@b.",
  '"',
  '\\"',
  "Bearer ",
  "secret=",
  'secret":"',
  "cal_",
  "cal_aaaa",
  "//",
  "//a:",
  "eyJ.",
  "authorization: ",
  " ",
  "%25",
  "<",
])("stays quick however often %j is repeated", (part) => {
  const long = `${part.repeat(1_000_000 / part.length)}@`;
  const startedAt = performance.now();
  expect(redact(long).length).toBeLessThan(3_000);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
