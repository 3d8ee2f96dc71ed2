import type { Provenance } from "calcom-coherent";
import type { Evening, Watched } from "./evening.ts";
import type { IncidentFigures } from "./incident.ts";

/** What the measured figures say about the public report. */
export function notesOf(figures: IncidentFigures): string[] {
  const { usual, layersFilledOneAfterAnother, webhooksLost, twoHoursLater } = figures;
  const later = twoHoursLater.originOffers ? "still offers" : "no longer offers";
  return [
    "How long 8:00 was still offered after it was booked:",
    line("first evening", usual),
    line("layers filled one after another", layersFilledOneAfterAnother),
    line("and the webhooks lost", webhooksLost),
    "Without its webhook the library cannot know. Then its time to live is the bound, and its layers",
    "never outlive what they were made from.",
    "",
    "The public report tells of an offer 2 h 02 min after the booking. The times to live it names",
    `allow ${figures.originLongestByItsTtlsS} s at most (300 + 300 + 45, nested), and played here the origin's scheme ${later}`,
    "8:00 by then. So the cause the report names is real, and not sufficient. Either those times to",
    "live were not what ran, or Cal.com itself still listed 8:00 that evening: nobody can tell any",
    "more, for no answer said where it came from. Two seconds after the question this library says:",
    ...provenanceOf(twoHoursLater.provenance),
    "A loadBeganAt before the booking would convict the cache; one after it, Cal.com.",
  ];
}

function line(what: string, { origin, library, requests }: Evening): string {
  const asked = `${requests.origin} and ${requests.library} requests to Cal.com`;
  return `  ${what.padEnd(33)}origin ${offered(origin)}, library ${offered(library)} (${asked})`;
}

const offered = ({ lastOfferedAfterS }: Watched): string =>
  lastOfferedAfterS === null ? "not once" : `for ${lastOfferedAfterS} s`;

function provenanceOf(provenance: Provenance | undefined): string[] {
  if (provenance === undefined) return [];
  const { layer, source, loadBeganAt, ageMs, versions, requestId } = provenance;
  const tags = Object.entries(versions).map(([tag, version]) => `${tag}=${version}`);
  return [
    `  layer ${layer}, source ${source}, loadBeganAt ${new Date(loadBeganAt).toISOString()}, ageMs ${ageMs}`,
    `  versions ${tags.join(" ")}`,
    `  requestId ${requestId}`,
  ];
}
