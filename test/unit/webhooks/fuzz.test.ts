import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { signBody } from "../../../src/webhooks/signature.ts";
import { mutated, mutations, wrapping } from "../api/mutate.ts";
import { deliveries, SECRET, signed } from "./deliveries.ts";
import { handling } from "./handler-setup.ts";

const TRIGGERS = deliveries.map(({ bodyUtf8 }) => JSON.parse(bodyUtf8).triggerEvent);
const SIGNATURE = "x-cal-signature-256";

/** Whatever is genuine is answered 204, has orphaned something, and is told to one handler or two. */
async function isDealtWith(body: string | Uint8Array): Promise<void> {
  const [onUnrecognised, onAny, onError] = [vi.fn(), vi.fn(), vi.fn()];
  const { answer, heard } = await handling({ onUnrecognised, onAny, onError });
  expect((await answer(await signed(body))).status).toBe(204);
  expect(heard[0]?.tags).toContain("unknown");
  expect(onAny).toHaveBeenCalledOnce();
  const { reason } = onAny.mock.calls[0]?.[1] ?? {};
  expect(onUnrecognised).toHaveBeenCalledTimes(reason === undefined ? 0 : 1);
  if (reason !== undefined && reason !== "shape") expect(heard[0]?.tags).toContain("all");
  expect(onError).not.toHaveBeenCalled();
  expect((await answer(await signed(body))).status).toBe(204);
  expect(onAny).toHaveBeenCalledOnce();
}

it("any recorded delivery that something has happened to is dealt with, once", async () => {
  const bodies = fc.constantFrom(...deliveries.map(({ bodyUtf8 }) => JSON.parse(bodyUtf8)));
  await fc.assert(
    fc.asyncProperty(bodies, mutations, wrapping, async (body, list, wrapped) =>
      isDealtWith(mutated(body, list, wrapped)),
    ),
    { numRuns: 150 },
  );
});

it("any bytes are dealt with, once", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), isDealtWith), {
    numRuns: 100,
  });
});

it("any envelope is dealt with, once", async () => {
  const envelope = fc.record(
    {
      triggerEvent: fc.oneof(fc.constantFrom(...TRIGGERS), fc.jsonValue()),
      createdAt: fc.oneof(fc.constant("2026-12-01T08:00:00Z"), fc.jsonValue()),
      payload: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(envelope, async (body) => isDealtWith(JSON.stringify(body))),
    { numRuns: 150 },
  );
});

it.each([1_000, 100_000])("a payload %i lists deep is dealt with, once", async (depth) => {
  const payload = `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  for (const trigger of ["FORM_SUBMITTED", "BOOKING_CREATED", "SOMETHING"]) {
    const createdAt = "2026-12-01T08:00:00Z";
    await isDealtWith(
      `{"triggerEvent":"${trigger}","createdAt":"${createdAt}","payload":${payload}}`,
    );
  }
});

it("nothing but the signature of these bytes is let in", async () => {
  const body = '{"triggerEvent":"BOOKING_CREATED"}';
  const right = await signBody(body, SECRET);
  const { answer, heard } = await handling({ onError: () => undefined });
  const values = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF,; ") }),
    fc.constantFrom(right.slice(1), `${right}0`, `0x${right}`, `${right},`.repeat(2), ""),
    fc
      .nat(63)
      .map((at) => right.slice(0, at) + (right[at] === "0" ? "1" : "0") + right.slice(at + 1)),
  );
  await fc.assert(
    fc.asyncProperty(values, fc.boolean(), async (value, isListed) => {
      const headers = { [SIGNATURE]: isListed ? [value] : value };
      expect((await answer({ body, headers })).status).toBe(401);
    }),
    { numRuns: 300 },
  );
  expect(heard).toEqual([]);
});
