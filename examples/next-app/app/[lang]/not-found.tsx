"use client";
import { useParams } from "next/navigation";
import { isLanguage } from "@/shared/languages.ts";
import { textsIn } from "@/shared/texts.ts";

/** Of an appointment that is not there, and of any other address. */
export default function NotFound() {
  const { lang } = useParams();
  const language = isLanguage(lang) ? lang : "de";
  const { manage } = textsIn(language);
  return (
    <main className="page page-narrow" id="main" tabIndex={-1}>
      <h1>{manage.title}</h1>
      <p className="notice notice-warn">{manage.missing}</p>
      <p className="buttons">
        <a className="button" href={`/${language}`}>
          {manage.toStart}
        </a>
      </p>
    </main>
  );
}
