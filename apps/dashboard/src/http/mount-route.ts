import type { Express, Request, RequestHandler, Response } from 'express';
import { may, type Principal, type RateLimit } from '@redoubt/tenancy';
import type { Authenticator } from '../auth/authenticator.ts';
import { changesSomething, isOfOtherOrigin, OTHER_ORIGIN } from '../auth/request-origin.ts';
import { cookieOf } from '../auth/session-cookie.ts';
import type { AddressLimit } from './address-limit.ts';
import { clientAddress } from './client-address.ts';
import { parseInput } from './parse-input.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { sendAnswer } from './send-answer.ts';

export interface MountDeps {
  authenticator: Authenticator;
  rateLimit: RateLimit;
  /** Of operations without a credential, and of credentials that are none. */
  addressLimit: AddressLimit;
  /** Reads a JSON body of bounded size. */
  readJson: RequestHandler;
}

/**
 * Makes an operation of the API answer under its path. Rights come first: who may not ask has no body read and learns
 * nothing of what would be wrong with the question.
 */
export function mountRoute(app: Express, route: Route, { readJson, ...deps }: MountDeps): void {
  const admitted: RequestHandler = async (request, response, next) => {
    response.locals.operation = route.operationId;
    if (route.permission === null) admitAnybody(request, deps);
    else await admit({ ...route, permission: route.permission }, deps, request, response);
    next();
  };
  const readers = route.body === undefined ? [] : [requireJson, readJson];
  app[route.method](expressPath(route.path), admitted, ...readers, async (request: Request, response: Response) => {
    await answer(route, request, response);
  });
}

/** `/alerts/{alertId}` as express writes it. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json') === 'application/json') next();
  else throw new Refusal('unsupported_media_type', 'the body is application/json');
};

async function answer(route: Route, request: Request, response: Response): Promise<void> {
  const input = parseInput(route, request);
  // Who left while the credential was looked up is told nothing, and no later event would say so.
  if (response.closed) return;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  // Open routes have no use for a principal, so none is made up for them.
  const { principal } = response.locals as { principal: Principal };
  const result = await route.handle({
    ...{ ...input, principal, signal: gone.signal, address: clientAddress(request) },
    userAgent: request.headers['user-agent'] ?? '',
    cookie: (name) => cookieOf(request.headers.cookie, name),
  });
  if (!gone.signal.aborted) await sendAnswer(response, route.status ?? 200, result);
}

/** Nobody's credential counts here, but signing somebody in unasked would be another page's doing too. */
function admitAnybody(request: Request, { addressLimit }: Pick<MountDeps, 'addressLimit'>): void {
  requireRoom(addressLimit.take(clientAddress(request)));
  if (changesSomething(request) && isOfOtherOrigin(request)) throw new Refusal('forbidden', OTHER_ORIGIN);
}

function requireRoom(retryAfterMs: number): void {
  if (retryAfterMs <= 0) return;
  throw new Refusal('rate_limited', undefined, { retryAfterS: Math.max(1, Math.ceil(retryAfterMs / 1_000)) });
}

async function admit(
  { permission, cost = 1 }: Pick<Route, 'cost'> & { permission: NonNullable<Route['permission']> },
  { authenticator, rateLimit, addressLimit }: Omit<MountDeps, 'readJson'>,
  request: Request,
  response: Response,
): Promise<void> {
  const result = await authenticator.authenticate(request);
  if ('unavailable' in result) throw new Refusal('unavailable', undefined, { retryAfterS: 1 });
  if ('refused' in result) {
    requireRoom(addressLimit.take(clientAddress(request)));
    const headers = { 'www-authenticate': 'Bearer realm="redoubt"' };
    throw new Refusal('unauthenticated', result.refused, { headers, isSuspect: result.isSuspect ?? false });
  }
  const principal = 'forbidden' in result ? result.principal : result;
  response.locals.principal = principal;
  const decision = await rateLimit.take(principal, cost);
  if (!decision.ok) requireRoom(Math.max(1, decision.retryAfterMs));
  if ('forbidden' in result) throw new Refusal('forbidden', result.forbidden);
  if (permission !== 'any' && !may(principal, permission)) throw new Refusal('forbidden', `this needs ${permission}`);
}
