const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS: Readonly<Record<string, number>> = { twenty: 20, thirty: 30, forty: 40, fifty: 50 };
const PARTS = ["in the morning", "in the afternoon", "in the evening"];

function numberOf(words: string): number {
  const [tens = "", ones = "zero"] = words.replace(/^oh /, "").split("-");
  const unit = UNITS.indexOf(tens);
  const value = unit >= 0 ? unit : (TENS[tens] ?? Number.NaN) + UNITS.indexOf(ones);
  if (Number.isNaN(value)) throw new Error(`No number: ${words}`);
  return value;
}

const MINUTES: Readonly<Record<string, number>> = { quarter: 15, half: 30 };
const minutesOf = (words: string): number => MINUTES[words] ?? numberOf(words);

/** Minutes since midnight or noon, as somebody understands them who hears a time in English. */
function onTheDial(text: string): number {
  const sharp = /^(\S+) o'clock$/.exec(text);
  if (sharp !== null) return (numberOf(sharp[1] ?? "") % 12) * 60;
  const relative = /^(\S+) (past|to) (\S+)$/.exec(text);
  if (relative !== null) {
    const [, minutes = "", side, hour = ""] = relative;
    const off = minutesOf(minutes);
    return ((numberOf(hour) % 12) * 60 + (side === "past" ? off : -off) + 720) % 720;
  }
  const [hour = "", ...rest] = text.split(" ");
  return (numberOf(hour) % 12) * 60 + numberOf(rest.join(" "));
}

/** Minutes of the day that an exact English time names. */
export function readEnglish(text: string): number {
  if (text === "midnight") return 0;
  if (text === "noon") return 720;
  const part = PARTS.find((one) => text.endsWith(one));
  if (part === undefined) throw new Error(`Morning or afternoon: ${text}`);
  const minutes = onTheDial(text.slice(0, -part.length - 1));
  return part === "in the morning" ? minutes : minutes + 720;
}

/** Minutes of the day that a German time names. */
export function readGerman(text: string): number {
  const [, hours, minutes = "0"] = /^um (\d+) Uhr(?: (\d+))?$/.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}
