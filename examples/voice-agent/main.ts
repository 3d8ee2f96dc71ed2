import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { dialogue } from "./transcript/dialogue.ts";
import { replay } from "./transcript/replay.ts";

const { values } = parseArgs({
  options: { transcript: { type: "boolean" }, html: { type: "string" } },
});

if (values.transcript === true || values.html !== undefined) {
  const played = await replay();
  process.stdout.write(dialogue(played));
  const isKept = played.every(({ promised, kept, falseOffers }) => {
    return promised === kept && falseOffers === 0;
  });
  process.exitCode = isKept ? 0 : 1;
}
