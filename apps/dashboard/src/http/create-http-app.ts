import type { RequestListener } from 'node:http';
import { toError } from '@redoubt/contracts';
import { redactText, type Logger } from '@redoubt/telemetry';
import type { Principal, RateLimit } from '@redoubt/tenancy';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { isAudited } from '../audit/is-audited.ts';
import type { RefusalLog } from '../audit/refusal-log.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { DashboardLimits } from '../config.ts';
import { NO_OPERATION, OK, type DashboardMetrics } from '../metrics.ts';
import type { AddressLimit } from './address-limit.ts';
import { clientAddress } from './client-address.ts';
import { expressPath, mountRoute } from './mount-route.ts';
import type { ProblemCode } from './problem-kinds.ts';
import { Refusal } from './refusal.ts';
import { refusalOf } from './refusal-of.ts';
import { requestId, requestIdOf } from './request-id.ts';
import type { Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import { sendRefusal } from './send-refusal.ts';

export interface HttpAppDeps {
  routes: readonly Route[];
  authenticator: Authenticator;
  rateLimit: RateLimit;
  addressLimit: AddressLimit;
  metrics: DashboardMetrics;
  /** Told of refusals that the audit log has to tell of. */
  refusals: Pick<RefusalLog, 'note'>;
  log: Logger;
  limits: Pick<DashboardLimits, 'maxBodyBytes'>;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  /** Sends the page; without it there is the API alone. */
  page?: RequestHandler;
}

/** Wires the express application; opens nothing. */
export function createHttpApp(deps: HttpAppDeps): RequestListener {
  const app = wire(deps);
  // What comes to the end is half an answer that failed; express itself would print it.
  return (request, response) => app(request as Request, response as Response, () => response.destroy());
}

function wire({ routes, metrics, refusals, log, limits, trustedProxies, page, ...deps }: HttpAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Only plain `name=value`: no nested objects that a schema would have to fear.
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxies);
  app.use(measured(metrics), requestId(), securityHeaders());
  // A compressed body of a few kilobytes could be any size.
  const readJson = express.json({ limit: limits.maxBodyBytes, inflate: false });
  for (const route of routes) mountRoute(app, route, { ...deps, readJson });
  for (const [path, methods] of methodsByPath(routes)) app.all(expressPath(path), methodNotAllowed(methods));
  if (page) app.use(page);
  app.use(() => {
    throw new Refusal('not_found');
  });
  app.use(problemHandler(log, refusals));
  return app;
}

function measured(metrics: DashboardMetrics): RequestHandler {
  return (_request, response, next) => {
    const startedAtMs = performance.now();
    response.once('close', () => {
      const { operation = NO_OPERATION, problemCode = OK } = response.locals as {
        operation?: string;
        problemCode?: ProblemCode;
      };
      metrics.requestSeconds.observe({ operation }, (performance.now() - startedAtMs) / 1_000);
      if (response.writableFinished) metrics.requests.inc({ code: problemCode });
      else metrics.aborted.inc();
    });
    next();
  };
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const byPath = new Map<string, string[]>();
  for (const { path, method } of routes) byPath.set(path, [...(byPath.get(path) ?? []), method.toUpperCase()]);
  return byPath;
}

function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return () => {
    throw new Refusal('method_not_allowed', undefined, { headers: { allow: methods.join(', ') } });
  };
}

function problemHandler(log: Logger, refusals: Pick<RefusalLog, 'note'>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refusal = refusalOf(error);
    const facts = { err: toError(error), requestId: requestIdOf(response), path: request.path };
    if (refusal.code === 'internal' && !isGone(error)) log.error(facts, 'request_failed');
    else if (refusal.status >= 500) log.warn(facts, 'request_refused');
    const { operation, principal } = response.locals as { operation?: string; principal?: Principal };
    if (operation !== undefined && isAudited(refusal, principal !== undefined)) {
      const { path, method } = request;
      const address = clientAddress(request);
      // Somebody may have taken the place of an id for that of a key.
      const asked = redactText(`${method} ${path}`);
      refusals.note({ principal, operation, code: refusal.code, address, path: asked });
    }
    // Half an answer must not look like a whole one.
    if (response.headersSent) next(error);
    else sendRefusal(response, refusal);
  };
}

/** Whether the one who asked went away while the answer was sent. */
function isGone(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}
