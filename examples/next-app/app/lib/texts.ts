import "server-only";
import type { Language } from "@/shared/languages.ts";
import { namesOf, textsOf } from "@/shared/named-texts.ts";
import type { Texts } from "@/shared/texts.ts";
import { calcom, eventTypeId, practiceName } from "./calcom.ts";

/** The texts of a language, with the names of the practice whose account this is. */
export async function textsHere(language: Language): Promise<Texts> {
  const isDemo = process.env.DEMO_PRACTICE !== undefined;
  const names = isDemo ? undefined : await namesOf(calcom, eventTypeId, practiceName);
  return textsOf(names, language);
}
