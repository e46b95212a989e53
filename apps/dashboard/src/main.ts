import { loadEnv } from '@redoubt/config';
import { createOpsServer, Lifecycle, runMain } from '@redoubt/service';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { buildApp } from './app.ts';
import { dashboardConfig, dashboardEnv } from './config.ts';

const app = 'dashboard';

async function main(): Promise<void> {
  const config = dashboardConfig(loadEnv(dashboardEnv));
  const log = createLogger({ app, ...config.log });
  const metrics = createMetrics({ app });
  const life = new Lifecycle({ log, ...config.lifecycle });
  const ops = life.own('ops-server', createOpsServer(config.ops, { log, metrics }));
  await ops.listen();
  await buildApp(config, { life, ops, log, metrics });
  await life.run();
}

runMain(main);
