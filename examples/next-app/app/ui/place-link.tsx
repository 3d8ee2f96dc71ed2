"use client";
import type { MouseEvent, ReactNode } from "react";
import type { Place, PlaceChange } from "../lib/use-place.ts";

interface Props {
  readonly place: Place;
  readonly to: PlaceChange;
  readonly looks?: string;
  readonly id?: string;
  readonly name?: string;
  readonly hidden?: boolean;
  /** The id of what takes the focus, where the link itself goes away. */
  readonly focus?: string | undefined;
  readonly children: ReactNode;
}

/** Leads to another place on the same page; without a script by way of the server. */
export function PlaceLink({ place, to, looks = "", id, name, hidden, focus, children }: Props) {
  const go = (event: MouseEvent) => {
    // Another window is the browser's business.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    place.go(to);
    if (focus !== undefined) document.getElementById(focus)?.focus();
  };
  return (
    <a
      className={`button button-quiet ${looks}`}
      href={place.address(to)}
      id={id}
      aria-label={name}
      hidden={hidden}
      onClick={go}
    >
      {children}
    </a>
  );
}

/** For a form that leads to another place on the same page, where there is no script. */
export function OtherFields({ place }: { readonly place: Place }) {
  return place.others.map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}
