"use client";
import type { Language } from "@/shared/languages.ts";
import { textsIn } from "@/shared/texts.ts";
import { book } from "../actions.ts";
import { useFreeTimes } from "../lib/use-free-times.ts";
import { usePlace } from "../lib/use-place.ts";
import { useTry } from "../lib/use-try.ts";
import type { FreeWeek } from "../lib/week.ts";
import { Field } from "./field.tsx";
import { LinkLine, Picker } from "./picker.tsx";
import { TimeForm } from "./time-form.tsx";

interface Props {
  readonly language: Language;
  readonly free: FreeWeek;
}

/** Free times beside the form that books one of them. */
export function Booking({ language, free }: Props) {
  const trying = useTry(book, usePlace().start);
  const picking = useFreeTimes(free, language, trying);
  const { book: texts, taken } = textsIn(language);
  const { before, tried } = trying;
  const fields = tried?.outcome.code === "invalid" ? tried.outcome.fields : {};
  return (
    <>
      <LinkLine picking={picking} />
      <div className="sheets">
        <Picker {...{ picking, trying }} />
        <TimeForm picking={picking} trying={trying} texts={{ ...texts, instead: taken.book }}>
          <Field
            name="name"
            label={texts.name}
            autoComplete="name"
            typed={before?.contact.name}
            problem={fields.name && texts.problems[fields.name]}
          />
          <Field
            name="email"
            type="email"
            label={texts.email}
            hint={texts.emailHint}
            autoComplete="email"
            typed={before?.contact.email}
            problem={fields.email && texts.problems[fields.email]}
          />
        </TimeForm>
      </div>
    </>
  );
}
