import type { DeliveryResult } from '../delivery-result.ts';

/** 429 and 5xx are worth another try, and so are 408 and 425; anything else but success is final. */
export function classifyStatus(status: number, retryAfter: string | null, nowMs: number): DeliveryResult {
  const detail = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'sent', detail };
  if (status >= 300 && status < 400) return { kind: 'dead', detail: `${detail}: redirections are not followed` };
  const isTemporary = status === 408 || status === 425 || status === 429 || status >= 500;
  if (!isTemporary) return { kind: 'dead', detail };
  const afterMs = parseRetryAfter(retryAfter, nowMs);
  return { kind: 'retry', detail, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as a pause in ms; undefined when it is neither. */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
