/** The one error shape of every HTTP answer, RFC 9457 `application/problem+json`. */
export interface Problem {
  /** Stable URI of the kind of problem. */
  type: string;
  title: string;
  status: number;
  /** Machine-readable word, the last part of `type`. */
  code: string;
  detail?: string;
  [extension: string]: unknown;
}

export const PROBLEM_BASE = 'https://redoubt.dev/problems/';

/** Builds a problem object; `extra` adds extension members (RFC 9457 section 3.2) and replaces none. */
export function problem(
  status: number,
  code: string,
  title: string,
  detail?: string,
  extra: Readonly<Record<string, unknown>> = {},
): Problem {
  const standard = { type: PROBLEM_BASE + code, title, status, code, ...(detail === undefined ? {} : { detail }) };
  return { ...standard, ...extra, ...standard };
}
