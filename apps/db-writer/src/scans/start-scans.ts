import type { Clock } from '@redoubt/contracts';
import { createQueue, createWorker } from '@redoubt/jobs';
import type { RedisClient } from '@redoubt/redis';
import { createJobsConnection } from '@redoubt/redis/jobs';
import { Periodic, type ServiceParts } from '@redoubt/service';
import type { Database } from '@redoubt/storage';
import type { DbWriterConfig } from '../config.ts';
import { ScanDesk, scanJob } from './scan-desk.ts';

/** Scanners are heavy beside what this service does. */
const CONCURRENCY = 1;

/** Scans assets in the background where scanners are configured; else nothing of it is started. */
export function startScans(
  config: Pick<DbWriterConfig, 'redis' | 'scans'>,
  { life, log, metrics }: Pick<ServiceParts, 'life' | 'log' | 'metrics'>,
  deps: { database: Database; redis: RedisClient; clock: Clock },
): void {
  const { scanners, intervalMs } = config.scans;
  if (scanners.length === 0) return;
  const connection = life.own('jobs', createJobsConnection(config.redis, { log }));
  const jobs = { connection, log, metrics };
  const desk = new ScanDesk(deps, scanners);
  const queue = life.own('scan-queue', createQueue(scanJob, jobs));
  life.own(
    'scan-worker',
    createWorker(scanJob, (job, context) => desk.scan(job, context), jobs, { concurrency: CONCURRENCY }),
  );
  const look = { name: 'scans', intervalMs, work: () => desk.look(queue) };
  life.own('scan-schedule', new Periodic(look, { log, clock: deps.clock })).start();
}
