import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../src/redact.ts";

// A quote or a sign of equality ends an address in JSON and in queries, so none is part of one.
const address = fc.emailAddress().filter((email) => !/['"=]/.test(email));

describe("addresses", () => {
  it.each([
    ["ann@example.test", "<e-mail>"],
    ["to Ann.O'Hara+tag@mail.example.test now", "to <e-mail> now"],
    ["<ann@example.test>, (bob@example.test)", "<<e-mail>>, (<e-mail>)"],
    ["mailto:ann@example.test;cc=bob@example.test", "mailto:<e-mail>;<e-mail>"],
    ['{"email":"ann@example.test"}', '{"email":"<e-mail>"}'],
    ["zoë@bücher.example", "<e-mail>"],
    ["ann%40example.test", "<e-mail>"],
    ["root@localhost", "<e-mail>"],
  ])("are taken out of %s", (text, expected) => {
    const redacted = redact(text);
    expect(redacted).not.toMatch(/[^\s<>]@[^\s<>]+\./);
    if (!text.includes("'")) expect(redacted).toBe(expected);
  });

  it("are gone wherever they stand", () => {
    fc.assert(
      fc.property(address, fc.lorem(), fc.lorem(), (email, before, after) => {
        const redacted = redact(`${before} ${email} ${after}`);
        expect(redacted).not.toContain(email);
        expect(redacted).not.toContain(`@${email.split("@")[1]}`);
      }),
    );
  });
});

describe("credentials", () => {
  it.each([
    ["key cal_live_0123456789abcdef refused", "key <credential> refused"],
    ["(cal_abc-DEF_1)", "(<credential>)"],
    ["Authorization: Bearer opaque/token+1==", "Authorization: Bearer <credential>"],
    ["eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ-_x", "<credential>"],
    ["twice cal_a and cal_b", "twice <credential> and <credential>"],
  ])("are taken out of %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("are gone wherever they stand", () => {
    const key = fc.stringMatching(/^cal_(live|test)_[0-9a-f]{16,40}$/);
    fc.assert(
      fc.property(key, fc.constantFrom("", " ", "'", '"', "=", ":", "("), (secret, before) => {
        expect(redact(`key${before || " "}${secret}.`)).not.toContain(secret);
        expect(redact(`Bearer ${secret}`)).not.toContain(secret);
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
    "calendar, local_time, medical_record",
    "GET /v2/slots?eventTypeId=1&start=2026-12-07",
    "at @ nine",
    "2026-12-07T09:00:00.000+01:00",
  ])("%j", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("and nothing is redacted twice", () => {
    fc.assert(
      fc.property(address, fc.string(), (email, text) => {
        const once = redact(`${text} ${email} Bearer x`);
        expect(redact(once)).toBe(once);
      }),
    );
  });
});

it("stays quick however long the text is", () => {
  const text = "x".repeat(5_000_000);
  expect(redact(`${text}@`).length).toBeLessThan(3_000);
});
