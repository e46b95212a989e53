import { loadEnv } from '@redoubt/config';
import { createLogger, createMetrics, type Logger, type Metrics } from '@redoubt/telemetry';
import type { z } from 'zod';
import { Lifecycle, type LifecycleOptions } from './lifecycle.ts';
import { createOpsServer, type OpsServer, type OpsServerOptions } from './ops-server.ts';
import { runMain } from './run-main.ts';

/** What every service is given to build itself with. */
export interface ServiceParts {
  life: Lifecycle;
  ops: OpsServer;
  log: Logger;
  metrics: Metrics;
}

/** Settings that every service has. */
export interface ServiceConfig {
  log: { level: Parameters<typeof createLogger>[0]['level'] };
  ops: OpsServerOptions;
  lifecycle: Omit<LifecycleOptions, 'log' | 'clock'>;
}

export interface Service<S extends z.ZodRawShape, C extends ServiceConfig> {
  /** Stands in every log line and metric. */
  app: string;
  env: z.ZodObject<S>;
  /** @throws ConfigError when values contradict each other */
  configOf(env: z.infer<z.ZodObject<S>>): C;
  /** Connects, wires and starts it; `life` closes what it owns. */
  build(config: C, parts: ServiceParts): Promise<unknown>;
}

/**
 * Runs a service process: environment, log, metrics, health answers, then the service itself until it is told to stop.
 * A signal that comes while it is still being built ends the process as well.
 */
export function runService<S extends z.ZodRawShape, C extends ServiceConfig>(service: Service<S, C>): void {
  const { app } = service;
  runMain(async () => {
    const config = service.configOf(loadEnv(service.env));
    const log = createLogger({ app, ...config.log });
    const metrics = createMetrics({ app });
    const life = new Lifecycle({ log, ...config.lifecycle });
    const ops = life.own('ops-server', createOpsServer(config.ops, { log, metrics }));
    await ops.listen();
    const running = life.run();
    await Promise.race([service.build(config, { life, ops, log, metrics }), running]);
    await running;
  });
}
