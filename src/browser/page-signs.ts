/** What a page notices: it may be looked at again, has another network, or is about to rest. */
export type PageSign = "look" | "network" | "rest";

const SIGNS: Readonly<Record<string, PageSign>> = {
  visibilitychange: "look",
  pageshow: "look",
  resume: "look",
  focus: "look",
  online: "network",
  pagehide: "rest",
  freeze: "rest",
};

/** Whether nobody sees the page; what is no page never hides. */
export function isPageHidden(): boolean {
  return globalThis.document?.visibilityState === "hidden";
}

/** @returns a function that stops it */
export function listenToPage(tell: (sign: PageSign) => void): () => void {
  const { window, document } = globalThis;
  if (document === undefined) return () => undefined;
  const listener = ({ type, target }: Event) => {
    // Fields of the page are focused as well.
    if (target === window || target === document) tell(SIGNS[type] ?? "look");
  };
  const types = Object.keys(SIGNS);
  // While capturing, so that the page's own listeners find everything as it is.
  for (const type of types) window.addEventListener(type, listener, true);
  return () => {
    for (const type of types) window.removeEventListener(type, listener, true);
  };
}
