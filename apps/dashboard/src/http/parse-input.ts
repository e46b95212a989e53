import type { Request } from 'express';
import type { z } from 'zod';
import { Refusal, type FieldError } from './refusal.ts';
import type { Route } from './route.ts';

const mostErrors = 20;
/** Levels of a body. */
const mostLevels = 50;

/** What of a request is checked by the schemas of its route. */
export interface Input {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** @throws Refusal when something is not as the route's schemas say */
export function parseInput(route: Route, request: Request): Input {
  return {
    // An id of the wrong shape names nothing; whether it is bad or unknown is nobody's business.
    params: route.params && parse(route.params, request.params, () => new Refusal('not_found')),
    query: parseQuery(route, request.query),
    body: route.body && parse(route.body, request.body, (errors) => new Refusal('invalid_body', undefined, { errors })),
  };
}

function parseQuery(route: Route, query: unknown): unknown {
  const refuse = (errors: FieldError[]): Refusal => new Refusal('invalid_parameter', undefined, { errors });
  if (route.query) return parse(route.query, query, refuse);
  const unknown = Object.keys(query as object).map((path) => ({ path, message: 'is no parameter of this operation' }));
  if (unknown.length > 0) throw refuse(unknown.slice(0, mostErrors));
  return undefined;
}

function parse(schema: z.ZodType, value: unknown, refuse: (errors: FieldError[]) => Refusal): unknown {
  // PostgreSQL holds no NUL, so nothing it is in could be found; as a value it would be an error there.
  const fault = faultOf(value);
  if (fault) throw refuse([{ path: fault.path.join('.'), message: fault.message }]);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refuse(
    result.error.issues
      .flatMap(told)
      .slice(0, mostErrors)
      .map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** Names each field that is not known, and of several shapes the one that the value comes closest to. */
function told(issue: z.core.$ZodIssue): Issue[] {
  const { code, path } = issue;
  if (code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known' }));
  if (code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, one) => (one.length < best.length ? one : best));
  return closest.flatMap(told).map((inner) => ({ path: [...path, ...inner.path], message: inner.message }));
}

/** Whatever schema a value is for: a text with a NUL, or more levels than anything here has. */
function faultOf(value: unknown, levels = mostLevels): { path: string[]; message: string } | undefined {
  if (typeof value === 'string') return value.includes('\0') ? { path: [], message: 'holds a NUL' } : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  if (levels === 0) return { path: [], message: 'is too deep' };
  for (const [key, inner] of Object.entries(value)) {
    const found = key.includes('\0') ? { path: [], message: 'holds a NUL' } : faultOf(inner, levels - 1);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}
