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

// Every engine that speaks German reads "8 Uhr 30" well; words would only add ways to stumble.
function time({ time: wall }: NamedTime): string {
  const [hours, minutes] = wall.split(":").map(Number);
  return minutes === 0 ? `um ${hours} Uhr` : `um ${hours} Uhr ${minutes}`;
}

function on(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return "heute";
  if (days === 1) return "morgen";
  const weekday = `am ${written(day, "de-DE", { weekday: "long" })}`;
  if (isNear(days)) return weekday;
  return `${weekday}, dem ${written(day, "de-DE", { day: "numeric", month: "long" })},`;
}

const when: Words["when"] = (named, today) =>
  named.day === undefined ? time(named) : `${on(named.day, today)} ${time(named)}`;

const QUESTIONS: Readonly<Record<Askable, string>> = {
  time: "An welchem Tag und um wie viel Uhr möchten Sie kommen?",
  name: "Wie ist bitte Ihr Name?",
  email: "Wie ist bitte Ihre E-Mail-Adresse?",
  phone: "Wie ist bitte Ihre Telefonnummer, mit Vorwahl?",
};

/** What is said in German. */
export const german: Words = {
  time,
  on,
  when,
  offered: when,
  or: (texts) => joined(texts, "oder"),
  isFree: (text) => `${sentence(text)} ist noch frei. Soll ich das für Sie eintragen?`,
  isNotFree: (text) => `${sentence(text)} ist leider nichts mehr frei.`,
  isFull: (day) => `${sentence(day)} ist leider nichts frei.`,
  hasJustGone: (text) => `${sentence(text)} war leider gerade jemand schneller.`,
  offer: (times) => `Ich hätte ${times}.`,
  offerOn: (day, times) => `${sentence(day)} hätte ich ${times}.`,
  nothingElse: () => "Auch an den Tagen davor und danach finde ich nichts.",
  isBooked: (text) => `Ihr Termin ${text} ist eingetragen.`,
  isRequested: (text) =>
    `Ihre Anfrage für einen Termin ${text} ist notiert. Die Praxis muss sie noch bestätigen.`,
  isUnclear: (text) =>
    `Bei Ihrem Termin ${text} hat etwas gehakt, und ich sehe noch nicht, ob er steht. Bitte verlassen Sie sich nicht darauf: Die Praxis prüft es und schickt Ihnen eine Nachricht.`,
  isNotBooked: () => "Das hat leider nicht geklappt, es ist nichts eingetragen.",
  hold: () => "Einen Moment bitte, ich sehe nach.",
  noCalendar: () =>
    "Ich komme gerade nicht an den Kalender. Bitte rufen Sie später noch einmal an.",
  pardon: (about) => `Das habe ich nicht verstanden. ${QUESTIONS[about]}`,
};
