import "@/shared/style.css";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { isLanguage } from "@/shared/languages.ts";
import { textsHere } from "../lib/texts.ts";
import { Masthead } from "../ui/masthead.tsx";

interface Props {
  readonly children: ReactNode;
  readonly params: Promise<{ readonly lang: string }>;
}

export default async function Layout({ children, params }: Props) {
  const { lang } = await params;
  if (!isLanguage(lang)) notFound();
  return (
    <html lang={lang}>
      <body>
        <Masthead language={lang} practice={(await textsHere(lang)).practice} />
        {children}
      </body>
    </html>
  );
}
