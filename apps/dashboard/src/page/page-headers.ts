/**
 * Of the page's own files. Style attributes are allowed because lists and charts place elements with them; style
 * elements and inline scripts are not. `connect-src 'self'` covers the sockets of the same origin.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

const yearS = 365 * 24 * 60 * 60;

export const IMMUTABLE = `public, max-age=${yearS}, immutable`;
/** Kept, and asked for whether it is still the one. */
export const CHECKED = 'no-cache';
