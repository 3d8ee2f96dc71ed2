import type { RequestHandler } from "express";

/**
 * Refuses what another site's page sends in a visitor's name. Browsers say where a request comes
 * from; what says nothing is no page.
 */
export const sameOriginOnly: RequestHandler = (request, response, next) => {
  const site = request.get("sec-fetch-site");
  const origin = request.get("origin");
  const isOwn = site === undefined ? isOfHost(origin, request.get("host")) : site === "same-origin";
  if (isOwn && request.is("application/json")) next();
  else response.status(403).json({ code: "refused" });
};

const isOfHost = (origin: string | undefined, host: string | undefined): boolean =>
  origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
