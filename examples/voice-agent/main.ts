import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { run } from "./run.ts";
import { agentSettings } from "./settings.ts";
import { dialogue } from "./transcript/dialogue.ts";
import { dialoguePage } from "./transcript/dialogue-page.ts";
import { replay } from "./transcript/replay.ts";

const { values } = parseArgs({
  options: { transcript: { type: "boolean", default: false }, html: { type: "string" } },
});

if (values.transcript || values.html !== undefined) {
  const played = await replay();
  process.stdout.write(dialogue(played));
  if (values.html !== undefined) await writeFile(values.html, `${dialoguePage(played)}`);
  const isKept = played.every(({ promised, kept, falseOffers }) => {
    return promised === kept && falseOffers === 0;
  });
  process.exitCode = isKept ? 0 : 1;
} else {
  const { lines, close } = await run(agentSettings(process.env));
  console.log(lines.join("\n"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      close().then(
        () => process.exit(),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
