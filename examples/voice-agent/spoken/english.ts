import { daysBetween } from "../office-time.ts";
import {
  type Askable,
  isNear,
  joined,
  type NamedTime,
  sentence,
  type Words,
  written,
} from "./words.ts";

const ONES =
  "twelve one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = ["", "", "twenty", "thirty", "forty", "fifty"];

function number(value: number): string {
  if (value < 20) return ONES[value] ?? "";
  const [tens, ones] = [TENS[Math.floor(value / 10)] ?? "", value % 10];
  return ones === 0 ? tens : `${tens}-${ONES[ones]}`;
}

const hour = (hours: number): string => number(hours % 12);

function onTheDial(hours: number, minutes: number): string {
  if (minutes === 0) return `${hour(hours)} o'clock`;
  if (minutes === 15) return `quarter past ${hour(hours)}`;
  if (minutes === 30) return `half past ${hour(hours)}`;
  if (minutes === 45) return `quarter to ${hour(hours + 1)}`;
  if (minutes % 5 !== 0) return `${hour(hours)} ${minutes < 10 ? "oh " : ""}${number(minutes)}`;
  if (minutes < 30) return `${number(minutes)} past ${hour(hours)}`;
  return `${number(60 - minutes)} to ${hour(hours + 1)}`;
}

function partOfDay(hours: number): string {
  if (hours < 12) return "in the morning";
  return hours < 18 ? "in the afternoon" : "in the evening";
}

function time({ time: wall, exact }: NamedTime): string {
  if (wall === "00:00") return "midnight";
  if (wall === "12:00") return "noon";
  const [hours = 0, minutes = 0] = wall.split(":").map(Number);
  const dial = onTheDial(hours, minutes);
  return exact ? `${dial} ${partOfDay(hours)}` : dial;
}

function on(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  const weekday = `on ${written(day, "en-US", { weekday: "long" })}`;
  if (isNear(days)) return weekday;
  const month = written(day, "en-US", { month: "long" });
  return `${weekday}, ${month} ${ordinal(Number(day.slice(8)))},`;
}

function ordinal(value: number): string {
  const endings: Readonly<Record<string, string>> = {
    one: "st",
    two: "nd",
    few: "rd",
    other: "th",
  };
  return `${value}${endings[new Intl.PluralRules("en", { type: "ordinal" }).select(value)]}`;
}

const QUESTIONS: Readonly<Record<Askable, string>> = {
  time: "On which day and at what time would you like to come?",
  name: "What is your name, please?",
  email: "What is your e-mail address, please?",
  phone: "What is your phone number, please, with the area code?",
};

/** What is said in English. */
export const english: Words = {
  time,
  on,
  when: (named, today) =>
    named.day === undefined ? time(named) : `${time(named)} ${on(named.day, today)}`,
  offered: (named, today) =>
    named.day === undefined ? time(named) : `${on(named.day, today)} ${time(named)}`,
  or: (texts) => joined(texts, "or"),
  isFree: (text) => `${sentence(text)} is still free. Shall I put it down for you?`,
  isNotFree: (text) => `${sentence(text)} is not free, I'm afraid.`,
  isFull: (day) => `${sentence(day)} nothing is free, I'm afraid.`,
  hasJustGone: (text) => `Somebody has just been faster: ${text} is gone, I'm afraid.`,
  offer: (times) => `I could offer ${times}.`,
  offerOn: (day, times) => `${sentence(day)} I could offer ${times}.`,
  nothingElse: () => "I cannot find anything on the days around it either.",
  isBooked: (text) => `${sentence(text)} is booked for you.`,
  isRequested: (text) =>
    `${sentence(text)} is noted as a request. The practice still has to confirm it.`,
  isUnclear: (text) =>
    `When I put down ${text} something went wrong, and I cannot see yet whether it worked. Please do not rely on it: the practice will check and send you a message.`,
  isNotBooked: () => "That did not work, I'm afraid. Nothing has been booked.",
  hold: () => "One moment please, I am having a look.",
  noCalendar: () => "I cannot reach the calendar at the moment. Please call again later.",
  pardon: (about) => `I did not get that. ${QUESTIONS[about]}`,
};
