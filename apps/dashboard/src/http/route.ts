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
  /** Aborts when the one who asked went away. */
  signal: AbortSignal;
}

/** Rows written one after the other while they are read. */
export interface StreamedBody {
  contentType: string;
  headers?: Readonly<Record<string, string>>;
  chunks: AsyncIterable<string>;
  /** Said after the last chunk, as HTTP trailers. */
  trailers?: () => Readonly<Record<string, string>>;
  /** Names of the trailers, lower case. */
  trailerNames?: readonly string[];
}

/** An answer that is no problem. */
export type Answer = { json: unknown } | { stream: StreamedBody };

/** One operation of the API: its contract, from which checks and the API document are made, and what it does. */
export interface Route {
  method: Method;
  /** With `{name}` for parameters, as OpenAPI writes them. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  /** Null: anybody may ask, without a credential. */
  permission: Permission | null;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of success. @default 200 */
  status?: number;
  reply: z.ZodType;
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
