import { expect, it } from "vitest";
import { startExample } from "../helpers/example-process.ts";
import { hasNext } from "../helpers/next-app.ts";
import { DEMO_NOW } from "./helpers/demo-now.ts";

/** On a machine that does much else; by itself it takes five seconds. */
const START_TIMEOUT_MS = 120_000;

it.skipIf(!hasNext)(
  "examples/next-app starts by one command, with an account of its own, and ends when told to",
  async () => {
    const example = await startExample("next-app/main.ts", { DEMO_NOW, CALCOM_API_KEY: "" });
    await expect.poll(example.written).toContain("somebody else books:");
    const [widget = ""] = /http\S+widget/.exec(example.written()) ?? [];
    const page = await fetch(`${example.url}/de`);
    expect(await page.text()).toContain('class="slot"');
    expect((await fetch(widget)).status).toBe(200);
    expect(await example.end()).toBe(0);
    await expect(fetch(example.url)).rejects.toThrow();
    await expect(fetch(widget)).rejects.toThrow();
  },
  START_TIMEOUT_MS,
);
