import type { RequestHandler } from 'express';

/** Of answers of the API: nothing in them is a page. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // Browsers heed it on HTTPS only.
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cache-control': 'no-store',
};

/** Sets the headers that keep a browser from doing anything else with an answer than showing it to its own page. */
export function securityHeaders(): RequestHandler {
  const headers = new Map(Object.entries(API_HEADERS));
  return (_request, response, next) => {
    response.setHeaders(headers);
    next();
  };
}
