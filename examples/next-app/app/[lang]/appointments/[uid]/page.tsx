import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { isLanguage } from "@/shared/languages.ts";
import { appointmentOf } from "../../../lib/appointment.ts";
import { officeZone } from "../../../lib/calcom.ts";
import { freeWeek } from "../../../lib/free-week.ts";
import { textsHere } from "../../../lib/texts.ts";
import { Appointment } from "../../../ui/appointment.tsx";
import { Cancelling } from "../../../ui/cancelling.tsx";
import { Moving } from "../../../ui/moving.tsx";
import { Plain } from "../../../ui/plain.tsx";
import { Renewal } from "../../../ui/renewal.tsx";

interface Props {
  readonly params: Promise<{ readonly lang: string; readonly uid: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { lang } = await params;
  const { manage, practice } = await textsHere(isLanguage(lang) ? lang : "de");
  return { title: `${manage.title} – ${practice}`, robots: "noindex" };
}

/** One appointment: whoever has its address may move it and call it off. */
export default async function Page({ params, searchParams }: Props) {
  await connection();
  const { lang, uid } = await params;
  const { ask, day, week, done } = await searchParams;
  const appointment = await appointmentOf(uid);
  // The layout refuses other languages.
  if (appointment === "none" || !isLanguage(lang)) notFound();
  const { manage, problems } = await textsHere(lang);
  if (appointment === "unknown") return <Plain language={lang}>{problems.unreachable}</Plain>;
  const view = { language: lang, appointment, officeZone };
  if (appointment.state === "booked" && ask === "move") {
    return <Moving {...view} free={await freeWeek(day, week)} />;
  }
  if (appointment.state === "booked" && ask === "cancel") return <Cancelling {...view} />;
  return (
    <>
      <Renewal />
      <Appointment {...view} heading={manage.heading} done={done} />
    </>
  );
}
