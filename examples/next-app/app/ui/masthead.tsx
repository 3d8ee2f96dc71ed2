"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { LANGUAGES, type Language } from "@/shared/languages.ts";
import { textsIn } from "@/shared/texts.ts";

const NAMES: Readonly<Record<Language, string>> = { de: "Deutsch", en: "English" };

interface Props {
  readonly language: Language;
  readonly practice: string;
}

/** The head of every page: whose it is, and the same page in the other language. */
export function Masthead({ language, practice }: Props) {
  const { languages } = textsIn(language);
  const [, , ...path] = usePathname().split("/");
  const search = useSearchParams().toString();
  const address = (to: Language) =>
    [`/${[to, ...path].join("/")}`, search].filter(Boolean).join("?");
  return (
    <>
      <a className="skip" href="#main">
        {languages.skip}
      </a>
      <header className="masthead">
        <div className="masthead-in">
          <p className="brand">{practice}</p>
          <nav className="languages" aria-label={languages.label}>
            {LANGUAGES.map((one) => (
              <a
                key={one}
                href={address(one)}
                lang={one}
                hrefLang={one}
                aria-current={one === language ? "true" : undefined}
              >
                {NAMES[one]}
              </a>
            ))}
          </nav>
        </div>
      </header>
    </>
  );
}
