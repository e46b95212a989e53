import { CanaryWatch, createCanaryMetrics } from '@redoubt/canary';
import type { ComplianceRun } from '@redoubt/compliance';
import { systemClock } from '@redoubt/contracts';
import { createQueue, createWorker, jobId } from '@redoubt/jobs';
import { Mailer } from '@redoubt/notifications';
import { connectRedis } from '@redoubt/redis';
import { createJobsConnection } from '@redoubt/redis/jobs';
import { Periodic, type ServiceParts } from '@redoubt/service';
import { askedCompliance, createDatabase, newestRun } from '@redoubt/storage';
import { createFrameProducer } from '@redoubt/stream';
import type { ComplianceReporterConfig } from './config.ts';
import { CanaryReader } from './collect/canary-reader.ts';
import { createReporterMetrics, showRun } from './metrics.ts';
import { Alarm } from './work/alarm.ts';
import { mailJob, workJob } from './work/jobs.ts';
import { ReportDesk } from './work/report-desk.ts';
import { RunDesk } from './work/run-desk.ts';
import { Schedule } from './work/schedule.ts';
import { WorkDesk } from './work/work-desk.ts';

/** What runs; for specs. */
export interface ComplianceReporter {
  runs: RunDesk;
  reports: ReportDesk;
}

const REVIVE_AFTER_MS = 60_000;
const ASK_INTERVAL_MS = 500;
const SCHEDULE_INTERVAL_MS = 30_000;

/** Wires and starts compliance-reporter; any number of instances may run. */
export async function buildApp(
  config: ComplianceReporterConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<ComplianceReporter> {
  const clock = systemClock;
  const own = createReporterMetrics(metrics);
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  const database = life.own('database', createDatabase({ ...config.database, appName: 'redoubt-compliance-reporter' }));
  const appender = life.own('appender', createFrameProducer({ redis, log, metrics }));
  const connection = life.own('jobs', createJobsConnection(config.redis, { log }));
  const jobs = { connection, log, metrics };
  const work = life.own('work-queue', createQueue(workJob, jobs));
  const mails = life.own('mail-queue', createQueue(mailJob, jobs));
  const shared = {
    database,
    redis,
    clock,
    log,
    metrics: own,
    signingKey: config.signingKey,
    trustedKeys: config.trustedKeys,
  };
  const runs = new RunDesk(
    {
      ...shared,
      redisOptions: config.redis,
      policy: config.policy,
      prometheusUrl: config.prometheusUrl,
      canary: new CanaryReader(metrics, clock),
    },
    config,
  );
  const reports = new ReportDesk(shared);
  const alarm = new Alarm({ appender, database, log, clock }, config.platformOrganization);
  const mailer = config.mail && new Mailer(config.mail);
  const mail = { database, mailer, metrics: own, dashboardUrl: config.dashboardUrl };
  const desk = new WorkDesk({ database, runs, reports, mails, mail, alarm, metrics: own, clock }, config.installation);
  const worker = life.own(
    'worker',
    createWorker(workJob, (job, context) => desk.work(job, context), jobs, { concurrency: 1 }),
  );
  const mailWorker = life.own(
    'mail-worker',
    createWorker(mailJob, (job, context) => desk.mail(job, context), jobs, { concurrency: 2 }),
  );
  // What is wanted stands in PostgreSQL; its job is added after, by whoever finds the one without the other.
  const take = async (): Promise<void> => {
    for (const { requestId, createdAtMs } of await askedCompliance(database)) {
      const options = { jobId: jobId('work', requestId) };
      // One whose job died, since PostgreSQL was away for longer than all tries, is tried again.
      if (clock.now() - createdAtMs > REVIVE_AFTER_MS) await work.revive({ requestId }, options);
      else await work.add({ requestId }, options);
    }
  };
  const schedule = new Schedule({ database, clock }, config.schedule);
  const loops = [
    new Periodic({ name: 'requests', intervalMs: ASK_INTERVAL_MS, work: take }, { log, clock }),
    new Periodic({ name: 'schedule', intervalMs: SCHEDULE_INTERVAL_MS, work: () => schedule.look() }, { log, clock }),
  ];
  const last = await newestRun(database, { orgId: null, fromMs: 0, toMs: clock.now() + 1 }).catch(() => undefined);
  if (last) showRun(own, JSON.parse(last.text) as ComplianceRun);
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('database', () => database.state());
  ops.readiness('worker', () => worker.state());
  ops.readiness('mail-worker', () => mailWorker.state());
  for (const [index, loop] of loops.entries()) {
    life.own(`loop-${index}`, loop).start();
    ops.liveness(`loop-${index}`, () => loop.lastTick());
  }
  if (config.canary) {
    const deps = { redis, database, clock, log, metrics: createCanaryMetrics(metrics) };
    const canary = life.own('canary', new CanaryWatch(deps, config.canary));
    canary.start();
  }
  return { runs, reports };
}
