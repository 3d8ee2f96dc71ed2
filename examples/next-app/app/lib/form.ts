import { isLanguage, type Language } from "@/shared/languages.ts";

/** A field of a form; what is missing, or no text, is empty. Anybody may send anything. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

export function languageIn(form: FormData): Language {
  const language = form.get("language");
  return isLanguage(language) ? language : "de";
}
