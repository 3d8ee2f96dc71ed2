import { expect, it } from "vitest";
import { agentSettings } from "../../../../examples/voice-agent/settings.ts";

it("needs no secret where nobody else can reach it", () => {
  for (const HOST of [undefined, "127.0.0.1", "::1", "localhost"]) {
    expect(agentSettings({ HOST }).agentSecret).toBeUndefined();
  }
});

it("refuses to let everybody book", () => {
  expect(() => agentSettings({ HOST: "0.0.0.0" })).toThrow(RangeError);
  expect(() => agentSettings({ HOST: "0.0.0.0", AGENT_SECRET: "" })).toThrow("AGENT_SECRET");
  expect(agentSettings({ HOST: "0.0.0.0", AGENT_SECRET: "s3cret" }).host).toBe("0.0.0.0");
});
