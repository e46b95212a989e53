import type { z } from 'zod';
import type { Permission, Principal } from '@redoubt/tenancy';
import type { ProblemCode } from './problem-kinds.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a route's handler gets. */
export interface Call<P, Q, B> {
  principal: Principal;
  params: P;
  query: Q;
  body: B;
  /** Where the one who asks connects from, for the audit log. */
  address: string;
  userAgent: string;
  /** The value of a cookie that came with the request. */
  cookie(name: string): string | undefined;
  /** Aborts when the one who asked went away. */
  signal: AbortSignal;
}

/** Rows written one after the other while they are read. */
export interface StreamedBody {
  contentType: string;
  headers?: Readonly<Record<string, string>>;
  chunks: AsyncIterable<string | Uint8Array>;
  /** The connection is broken off when less than 64 KiB are taken in so long, ms. @default never */
  stallMs?: number;
  /** Said after the last chunk, as HTTP trailers. */
  trailers?: () => Readonly<Record<string, string>>;
  /** Names of the trailers, lower case. */
  trailerNames?: readonly string[];
}

/** An answer that is no problem; a redirect is to a place of a status in the 300s. */
export type Answer = ({ json: unknown } | { stream: StreamedBody } | { isEmpty: true } | { redirectTo: string }) & {
  /** `Set-Cookie` lines. */
  setCookies?: readonly string[];
};

/** One operation of the API: its contract, from which checks and the API document are made, and what it does. */
export interface Route {
  method: Method;
  /** With `{name}` for parameters, as OpenAPI writes them. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  /** `any`: whoever has a credential may ask. Null: anybody may, without one. */
  permission: Permission | 'any' | null;
  /** How many requests it is worth to the rate limit: what sends mail or reads much is worth more. @default 1 */
  cost?: number;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of success. @default 200 */
  status?: number;
  /** Null: the answer has no body. */
  reply: z.ZodType | null;
  /** Media types of a streamed answer, in place of JSON. */
  mediaTypes?: readonly string[];
  /** Beyond those that every operation of its kind may answer. */
  problems?: readonly ProblemCode[];
  handle(call: Call<unknown, unknown, unknown>): Promise<Answer>;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

type RouteOf<P, Q, B> = Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
  params?: P;
  query?: Q;
  body?: B;
  handle(call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>): Promise<Answer>;
};

/** Ties the types of a handler to the schemas of its route. */
export function defineRoute<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(route: RouteOf<P, Q, B>): Route {
  // The schemas have checked what the handler gets.
  return route as unknown as Route;
}
