"use client";
import { textsIn } from "@/shared/texts.ts";
import type { Picking } from "../lib/use-free-times.ts";
import { useNews } from "../lib/use-news.ts";
import type { Trying } from "../lib/use-try.ts";
import { Times } from "./times.tsx";
import { Week } from "./week.tsx";

interface Props {
  readonly picking: Picking;
  readonly trying: Trying;
}

/** The strip of days and the times of the one chosen. */
export function Picker({ picking, trying }: Props) {
  const { week } = textsIn(picking.viewer.language);
  return (
    <section className="sheet" aria-label={week.label}>
      <Week picking={picking} />
      <Times picking={picking} isRefused={trying.tried?.outcome.code === "taken"} />
      <p className="news" role="status">
        {useNews(picking, trying.before)}
      </p>
    </section>
  );
}

/** How the free times are kept true. */
export function LinkLine({ picking }: { readonly picking: Picking }) {
  const { link } = textsIn(picking.viewer.language);
  return (
    <>
      <p className="link" role="status" data-link={picking.link}>
        {link[picking.link]}
      </p>
      <noscript>
        <style>{".link { display: none }"}</style>
      </noscript>
    </>
  );
}
