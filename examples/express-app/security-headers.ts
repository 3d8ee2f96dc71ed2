import type { RequestHandler } from "express";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Nothing but what this server serves is run, shown or called. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
    // The address of a booking is what lets its owner change it.
    "referrer-policy": "same-origin",
  });
  next();
};
