interface Facts {
  detail?: string;
  retryAfterS?: number;
}

const TEXTS: Readonly<Record<string, (facts: Facts) => string>> = {
  network: () => 'The server cannot be reached. Check your connection.',
  unauthenticated: () => 'Your session has ended. Sign in again.',
  forbidden: () => 'Your role does not allow this.',
  not_found: () => 'This does not exist, or no longer.',
  invalid_parameter: ({ detail }) => withDetail('A filter has a value that does not fit', detail),
  invalid_body: ({ detail }) => withDetail('Something in the form does not fit', detail),
  refused: ({ detail }) => withDetail('This cannot be done as things are', detail),
  body_too_large: () => 'This is too large to be sent.',
  rate_limited: ({ retryAfterS }) => `Too many requests. Try again ${soon(retryAfterS)}.`,
  too_many_exports: () => 'Other exports are still running. Try again when one has finished.',
  overloaded: ({ retryAfterS }) => `Too much is waiting to be done. Try again ${soon(retryAfterS)}.`,
  acl_manager_unavailable: ({ detail }) => withDetail('acl-manager does not answer', detail),
  unavailable: ({ retryAfterS }) => `The service is busy or away. Try again ${soon(retryAfterS)}.`,
  request_timeout: () => 'The request took too long. Try again.',
  internal: () => 'Something went wrong on our side.',
};

/** What a person is told about a problem. */
export function problemText(code: string, facts: Facts): string {
  const text = TEXTS[code];
  return text ? text(facts) : withDetail('This did not work', facts.detail);
}

function withDetail(text: string, detail: string | undefined): string {
  return detail === undefined || detail === '' ? `${text}.` : `${text}: ${detail}.`;
}

function soon(seconds: number | undefined): string {
  return seconds === undefined ? 'in a moment' : `in ${seconds} s`;
}
