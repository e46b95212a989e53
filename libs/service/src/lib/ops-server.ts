import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger, Metrics } from '@redoubt/telemetry';
import express, { type Express, type Response } from 'express';
import { Checks, type ChecksOptions, type LivenessCheck, type ReadinessCheck, type Report } from './checks.ts';

export interface OpsServerOptions extends ChecksOptions {
  host: string;
  /** 0 lets the system choose; `OpsServer.port` tells the result. */
  port: number;
}

export interface OpsServer {
  listen(): Promise<void>;
  /** The port in use; 0 before `listen`. */
  readonly port: number;
  liveness(name: string, check: LivenessCheck): void;
  readiness(name: string, check: ReadinessCheck): void;
  /** Adds a report of the service's own at `path`: its body as JSON, 200 when ok and 503 when not. */
  report(path: string, make: () => { ok: boolean; body: unknown }): void;
  /** From now on /readyz answers 503; `Lifecycle` calls it when a stop begins. */
  setDraining(): void;
  close(): Promise<void>;
}

/** Creates the operators' HTTP server of a service: /healthz, /readyz and /metrics, without authentication. */
export function createOpsServer(
  options: OpsServerOptions,
  { log, metrics }: { log: Logger; metrics: Metrics },
): OpsServer {
  const checks = new Checks(options);
  const app = createOpsApp(checks, metrics);
  const server = createServer(app);
  return {
    listen: async () => {
      await listen(server, options);
      log.info({ host: options.host, port: portOf(server) }, 'ops_server_started');
    },
    get port() {
      return portOf(server);
    },
    liveness: (name, check) => checks.liveness(name, check),
    readiness: (name, check) => checks.readiness(name, check),
    report: (path, make) => {
      app.get(path, (_request, response) => {
        const { ok, body } = make();
        response.status(ok ? 200 : 503).json(body);
      });
    },
    setDraining: () => checks.setDraining(),
    close: () => closeServer(server),
  };
}

function createOpsApp(checks: Checks, metrics: Metrics): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', (_request, response) => sendReport(response, checks.live()));
  app.get('/readyz', async (_request, response) => sendReport(response, await checks.ready()));
  app.get('/metrics', async (_request, response) => {
    response.set('content-type', metrics.contentType).send(await metrics.text());
  });
  return app;
}

function sendReport(response: Response, { ok, checks }: Report): void {
  response.status(ok ? 200 : 503).json({ status: ok ? 'ok' : 'failed', checks });
}

function listen(server: Server, { host, port }: OpsServerOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
