"use client";
import { useActionState, useState } from "react";
import type { Tried } from "./tried.ts";

type Action = (before: Tried | undefined, form: FormData) => Promise<Tried>;

/** A form that tries something, and hears what has become of it if that has led nowhere. */
export interface Trying {
  readonly action: (form: FormData) => void;
  readonly isPending: boolean;
  /** What was tried last, whatever is picked now. */
  readonly before: Tried | undefined;
  /** The same, unless something else has been picked since it was told. */
  readonly tried: Tried | undefined;
}

export function useTry(act: Action, picked: string | undefined): Trying {
  const [before, action, isPending] = useActionState(act, undefined);
  const [told, tell] = useState({ before, picked });
  // Whatever is picked by then: nobody is to miss that a try may have worked.
  if (told.before !== before) tell({ before, picked });
  const tried = told.picked === picked && !isPending ? before : undefined;
  return { action, isPending, before, tried };
}
