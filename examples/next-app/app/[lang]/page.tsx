import type { Metadata } from "next";
import { connection } from "next/server";
import { isLanguage } from "@/shared/languages.ts";
import { freeWeek } from "../lib/free-week.ts";
import { textsHere } from "../lib/texts.ts";
import { Booking } from "../ui/booking.tsx";

interface Props {
  readonly params: Promise<{ readonly lang: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { lang } = await params;
  const { book, practice } = await textsHere(isLanguage(lang) ? lang : "de");
  return { title: `${book.title} – ${practice}` };
}

/** The free times, and a form to book one of them. */
export default async function Page({ params, searchParams }: Props) {
  await connection();
  const { lang } = await params;
  // The layout refuses others.
  if (!isLanguage(lang)) return null;
  const { day, week } = await searchParams;
  const free = await freeWeek(day, week);
  const { book } = await textsHere(lang);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>{book.title}</h1>
      <p className="lead">{book.lead}</p>
      <Booking language={lang} free={free} />
    </main>
  );
}
