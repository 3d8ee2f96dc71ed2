import { expect, it } from "vitest";
import { problemsOf, tidy } from "../../../../examples/shared/contact.ts";

const ERIKA = { name: "Erika Muster", email: "erika@example.test" };

it.each([
  "erika@example.test",
  "e.m+zahn@post.example.de",
  "erika@münchen.example",
  " erika@example.test ",
])("takes %j", (email) => {
  expect(problemsOf({ ...ERIKA, email })).toEqual({});
});

it.each(["erika", "erika@", "@example.test", "erika@example", "a b@example.test", "a@b@c.de"])(
  "asks to check %j",
  (email) => {
    expect(problemsOf({ ...ERIKA, email })).toEqual({ email: "email_invalid" });
  },
);

it("names every field that is missing, and a name that is too long", () => {
  expect(problemsOf({ name: " ", email: "" })).toEqual({
    ...{ name: "name_missing", email: "email_missing" },
  });
  expect(problemsOf({ ...ERIKA, name: "x".repeat(101) })).toEqual({ name: "name_long" });
});

it("sends a name on in one line", () => {
  const name = " Erika\r\nBcc: somebody@example.test\u0000 ";
  expect(tidy({ ...ERIKA, name }).name).toBe("Erika Bcc: somebody@example.test");
});
