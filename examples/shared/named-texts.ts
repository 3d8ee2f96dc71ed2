import { CalcomApiError, type CalcomClient, CalcomError } from "calcom-coherent";
import type { Language } from "./languages.ts";
import { type Texts, textsIn } from "./texts.ts";

/** What a practice calls itself and what is booked there, the same in every language. */
export interface Names {
  /** @default what is booked */
  readonly practice: string | undefined;
  /** Unknown where Cal.com was away when the application started. */
  readonly visit: string | undefined;
}

/** The texts of a language; the demo's practice has its names in each, another practice its own. */
export function textsOf(names: Names | undefined, language: Language): Texts {
  const texts = textsIn(language);
  if (names === undefined) return texts;
  const visit = names.visit ?? texts.manage.title;
  return {
    ...texts,
    visit,
    practice: names.practice ?? visit,
    book: { ...texts.book, title: visit },
    manage: { ...texts.manage, heading: texts.manage.title },
  };
}

/** The names of a real account's practice: the one it gives itself, and the title of what is booked. */
export async function namesOf(
  { eventTypes }: CalcomClient,
  eventTypeId: number,
  practiceName: string | undefined,
): Promise<Names> {
  try {
    const { title } = await eventTypes.get(eventTypeId);
    return { practice: practiceName, visit: title };
  } catch (error) {
    // A page without a title is better than none while Cal.com is away.
    const isRefused = error instanceof CalcomApiError && (error.status ?? 500) < 500;
    if (isRefused || !(error instanceof CalcomError)) throw error;
    console.warn("The title of what is booked cannot be had:", error.code);
    return { practice: practiceName, visit: undefined };
  }
}
