"use client";
import { type ReactNode, useEffect, useRef } from "react";

interface Props {
  readonly children: ReactNode;
  /** What the part below is about: the heading takes the focus when it becomes another. */
  readonly focusOn: string | undefined;
}

/** The heading of a part of the page that changes while somebody looks at another part. */
export function Heading({ children, focusOn }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const about = useRef(focusOn);
  useEffect(() => {
    if (about.current !== focusOn && focusOn !== undefined) heading.current?.focus();
    about.current = focusOn;
  }, [focusOn]);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}
