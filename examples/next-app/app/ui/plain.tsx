import type { Language } from "@/shared/languages.ts";
import { textsIn } from "@/shared/texts.ts";

interface Props {
  readonly language: Language;
  /** Why there is nothing to show. */
  readonly children: string;
}

/** A page that says one thing, and leads to the free times. */
export function Plain({ language, children }: Props) {
  const { manage } = textsIn(language);
  return (
    <main className="page page-narrow" id="main" tabIndex={-1}>
      <h1>{manage.title}</h1>
      <p className="notice notice-warn">{children}</p>
      <p className="buttons">
        <a className="button" href={`/${language}`}>
          {manage.toStart}
        </a>
      </p>
    </main>
  );
}
