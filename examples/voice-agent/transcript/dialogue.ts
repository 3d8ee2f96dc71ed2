import type { Line, Played } from "./replay.ts";

type CallLine = Extract<Line, { kind: "call" }>;

const INDENT = " ".repeat(10);

/** Played scenes as a text for terminals. */
export function dialogue(scenes: readonly Played[]): string {
  const texts = scenes.map(({ scene, lines }, index) =>
    [`${index + 1}. ${scene.title}`, "", ...lines.flatMap(linesOf)].join("\n"),
  );
  return `\n${texts.join("\n\n")}\n\n${summary(scenes)}\n`;
}

/** What it came to, in one sentence each. */
export function summary(scenes: readonly Played[]): string {
  const sum = (of: (scene: Played) => number) => scenes.reduce((all, one) => all + of(one), 0);
  return [
    `Appointments promised: ${sum(({ promised }) => promised)}, of which Cal.com has ${sum(({ kept }) => kept)}.`,
    `Times offered although they were taken: ${sum(({ falseOffers }) => falseOffers)}.`,
  ].join("\n");
}

function linesOf(line: Line): string[] {
  if (line.kind === "elsewhere") return [`${line.at}  (${line.told})`];
  const { sent, came, caller, meanwhile } = line;
  return [
    `${line.at}  caller  ${caller}`,
    ...(meanwhile === undefined ? [] : [`${INDENT}(${meanwhile})`]),
    `${INDENT}        ${sent.name}(${argsOf(line)}): ${came.answer.status}, ${tookOf(line)}, ${sourceOf(line)}`,
    `${INDENT}agent   ${came.answer.say}`,
  ];
}

/** What the model has sent, but for what stays the same. */
export const argsOf = ({ sent }: CallLine): string =>
  [sent.args.day, sent.args.hour, sent.args.name].filter((arg) => arg !== undefined).join(", ");

/** How long an answer took. */
export const tookOf = ({ came }: CallLine): string => `${Math.max(1, Math.round(came.tookMs))} ms`;

/** What an answer was made of. */
export function sourceOf({ came: { asked } }: CallLine): string {
  if (asked === 0) return "from the cache";
  return `${asked} ${asked === 1 ? "request" : "requests"} to Cal.com`;
}
