"use client";
import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

/**
 * Takes the focus to a heading when what has it goes away: the next key shall not begin at the top of the
 * page.
 *
 * @returns what the element around both is given
 */
export function useKeptFocus(heading: RefObject<HTMLElement | null>) {
  const focused = useRef<Element>(undefined);
  useEffect(() => {
    if (focused.current?.isConnected !== false) return;
    focused.current = undefined;
    if (document.activeElement === document.body) heading.current?.focus();
  });
  return {
    onFocus: (event: FocusEvent) => {
      focused.current = event.target;
    },
    // React does not tell of what it takes away itself.
    onBlur: () => {
      focused.current = undefined;
    },
  };
}
