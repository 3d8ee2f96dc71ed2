import "server-only";
import type { Language } from "@/shared/languages.ts";
import { namesOf, textsOf } from "@/shared/named-texts.ts";
import { type Texts, textsIn } from "@/shared/texts.ts";
import { calcom, eventTypeId, practiceName } from "./calcom.ts";

/** The texts of a language, with the names of the practice whose account this is. */
export async function textsHere(language: Language): Promise<Texts> {
  // The command says so: the demo's practice has its names in both languages.
  if (process.env.DEMO_PRACTICE) return textsIn(language);
  return textsOf(await namesOf(calcom, eventTypeId, practiceName), language);
}
