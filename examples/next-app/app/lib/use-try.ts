"use client";
import { useActionState } from "react";
import type { Tried } from "./tried.ts";

type Action = (before: Tried | undefined, form: FormData) => Promise<Tried>;

/** A form that tries something, and hears what has become of it if that has led nowhere. */
export interface Trying {
  readonly action: (form: FormData) => void;
  readonly isPending: boolean;
  /** What was tried last, whatever is picked now. */
  readonly before: Tried | undefined;
  /** The same, unless something else has been picked since. */
  readonly tried: Tried | undefined;
}

export function useTry(act: Action, picked: string | undefined): Trying {
  const [before, action, isPending] = useActionState(act, undefined);
  const tried = before?.picked === picked && !isPending ? before : undefined;
  return { action, isPending, before, tried };
}
