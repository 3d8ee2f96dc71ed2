import type { Request, Response } from "express";
import { isLanguage, type Language, preferredLanguage } from "../shared/languages.ts";

const A_YEAR_MS = 365 * 86_400_000;

/** The language asked for in the address, which is kept, else the one kept, else the browser's. */
export function languageOf(request: Request, response: Response): Language {
  const { lang } = request.query;
  if (isLanguage(lang)) {
    response.cookie("lang", lang, { maxAge: A_YEAR_MS, sameSite: "lax", httpOnly: true });
    return lang;
  }
  const kept = /(?:^|;\s*)lang=(\w+)/.exec(request.get("cookie") ?? "")?.[1];
  return isLanguage(kept) ? kept : preferredLanguage(request.get("accept-language"));
}
