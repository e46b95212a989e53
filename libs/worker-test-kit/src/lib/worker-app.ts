import { createOpsServer, Lifecycle, type OpsServer } from '@redoubt/service';
import type { Logger, Metrics } from '@redoubt/telemetry';
import type { AppLogin } from './app-login.ts';
import { testLogger, testMetrics } from './test-redis.ts';

/** What an app is built on. */
export interface AppBase {
  life: Lifecycle;
  ops: OpsServer;
  log: Logger;
  metrics: Metrics;
}

/** An app in this process. */
export interface RunningApp {
  metrics: Metrics;
  life: Lifecycle;
  started: Promise<unknown>;
  stop(): Promise<void>;
}

/** Settings that every worker under test has: its own Redis user, ports of the system's choice, a short drain. */
export function workerEnv(addresses: string, login: AppLogin, workerId: string): Record<string, string> {
  return {
    REDIS_NODES: addresses,
    ...login,
    WORKER_ID: workerId,
    OPS_HOST: '127.0.0.1',
    OPS_PORT: '0',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    DRAIN_TIMEOUT_MS: '4000',
  };
}

/** Starts an app in this process; `started` says how that ended, and whoever stops it first need not ask. */
export function runApp<T extends { lifecycle: { drainTimeoutMs: number }; ops: { host: string; port: number } }>(
  config: T,
  buildApp: (config: T, base: AppBase) => Promise<unknown>,
): RunningApp {
  const metrics = testMetrics();
  const log = testLogger();
  const life = new Lifecycle({ log, ...config.lifecycle });
  const ops = createOpsServer(config.ops, { log, metrics });
  const started = buildApp(config, { life, ops, log, metrics });
  started.catch(() => undefined);
  return { metrics, life, started, stop: () => life.stop('test') };
}
