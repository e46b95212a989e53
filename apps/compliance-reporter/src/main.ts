import { loadEnv } from '@redoubt/config';
import { createOpsServer, Lifecycle, runMain } from '@redoubt/service';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { buildApp } from './app.ts';
import { complianceReporterConfig, complianceReporterEnv } from './config.ts';

const app = 'compliance-reporter';

async function main(): Promise<void> {
  const config = complianceReporterConfig(loadEnv(complianceReporterEnv));
  const log = createLogger({ app, ...config.log });
  const metrics = createMetrics({ app });
  const life = new Lifecycle({ log, ...config.lifecycle });
  const ops = life.own('ops-server', createOpsServer(config.ops, { log, metrics }));
  await ops.listen();
  const running = life.run();
  await buildApp(config, { life, ops, log, metrics });
  await running;
}

runMain(main);
