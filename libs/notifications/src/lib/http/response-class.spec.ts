import { classifyStatus, parseRetryAfter } from './response-class.ts';

describe('answers', () => {
  const kindOf = (status: number): string => classifyStatus(status, null, 0).kind;
  it.each([200, 201, 202, 204])('%d is success', (status) => expect(kindOf(status)).toBe('sent'));
  it.each([408, 425, 429, 500, 502, 503, 504, 599])('%d is tried again', (status) =>
    expect(kindOf(status)).toBe('retry'),
  );
  it.each([301, 302, 307, 308, 304, 400, 401, 403, 404, 410, 413, 422])('%d is final', (status) =>
    expect(kindOf(status)).toBe('dead'),
  );

  it('reads Retry-After in both forms', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    expect(parseRetryAfter('7', now)).toBe(7_000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 12:01:00 GMT', now)).toBe(60_000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 11:01:00 GMT', now)).toBe(0);
    for (const text of ['soon', '-1', '1.5', '', '99999999999']) expect(parseRetryAfter(text, now)).toBeUndefined();
    expect(classifyStatus(503, '7', now)).toEqual({ kind: 'retry', detail: 'HTTP 503', afterMs: 7_000 });
  });
});
