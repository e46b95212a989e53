import type { Request } from 'express';
import type { z } from 'zod';
import { Refusal, type FieldError } from './refusal.ts';
import type { Route } from './route.ts';

const mostErrors = 20;

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
  // PostgreSQL holds no NUL, so nothing it is in could be found; as a value it would be an error there.
  const withNul = Object.entries(query as object).filter(([, value]) => String(value).includes('\0'));
  if (withNul.length > 0) throw refuse(withNul.map(([path]) => ({ path, message: 'holds a NUL' })));
  if (route.query) return parse(route.query, query, refuse);
  const unknown = Object.keys(query as object).map((path) => ({ path, message: 'is no parameter of this operation' }));
  if (unknown.length > 0) throw refuse(unknown.slice(0, mostErrors));
  return undefined;
}

function parse(schema: z.ZodType, value: unknown, refuse: (errors: FieldError[]) => Refusal): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refuse(
    result.error.issues.slice(0, mostErrors).map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}
