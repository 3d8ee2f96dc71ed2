import "@/shared/style.css";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { isLanguage } from "@/shared/languages.ts";
import { textsIn } from "@/shared/texts.ts";
import { practiceName } from "../lib/calcom.ts";
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
        <Masthead language={lang} practice={practiceName ?? textsIn(lang).practice} />
        {children}
      </body>
    </html>
  );
}
