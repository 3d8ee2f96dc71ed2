"use client";
import { useId } from "react";

interface Props {
  readonly name: string;
  readonly label: string;
  readonly type?: "email" | "text";
  readonly hint?: string;
  readonly autoComplete: string;
  /** What was typed before. */
  readonly typed: string | undefined;
  readonly problem: string | undefined;
}

/** A field of a form, with what is wrong with it. */
export function Field({ name, label, type = "text", hint, autoComplete, typed, problem }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...{ id, name, type, autoComplete }}
        defaultValue={typed}
        required
        aria-invalid={problem !== undefined}
        aria-describedby={described || undefined}
      />
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
