"use client";
import { useParams } from "next/navigation";
import { isLanguage } from "@/shared/languages.ts";
import { textsIn } from "@/shared/texts.ts";
import { Plain } from "../ui/plain.tsx";

/** Of an appointment that is not there, and of any other address. */
export default function NotFound() {
  const { lang } = useParams();
  const language = isLanguage(lang) ? lang : "de";
  return <Plain language={language}>{textsIn(language).manage.missing}</Plain>;
}
