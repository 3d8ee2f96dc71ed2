"use client";
import { useEffect } from "react";

/** Whoever comes back by the browser's button may have changed the appointment meanwhile. */
export function Renewal() {
  useEffect(() => {
    const renew = ({ persisted }: PageTransitionEvent) => {
      if (persisted) location.reload();
    };
    addEventListener("pageshow", renew);
    return () => removeEventListener("pageshow", renew);
  }, []);
  return null;
}
