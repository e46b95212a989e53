import {
  databaseEnv,
  envDuration,
  envFlag,
  envInteger,
  logEnv,
  opsEnv,
  redisEnv,
  streamWorkerEnv,
} from '@redoubt/config';
import { parseGroupName, type GroupName } from '@redoubt/key-schema';
import { z } from 'zod';
import { readFeeds } from './feeds/feed-config.ts';
import { readScanners } from './scans/scanner-config.ts';
import { DEFAULT_GROUP_COMMIT } from './store/group-commit.ts';

const groupList = z
  .string()
  .default('db_writer')
  .transform((text, context): GroupName[] => {
    try {
      return text.split(',').map((name) => parseGroupName(name.trim()));
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });

/** Paths divided by commas. */
const fileList = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((path) => (path.trim() === '' ? [] : [path.trim()])));

const workerEnv = streamWorkerEnv('db-writer', {
  quantumEvents: 3_000,
  orgsPerRound: 16,
  roundSpacingMs: 50,
  urgentSpacingMs: 50,
  // One organisation may have an eighth of it in hand: enough for two batches, or it could not keep PostgreSQL busy.
  maxInFlightEvents: 48_000,
});

/** Environment of db-writer; every key is described in its README. */
export const dbWriterEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...databaseEnv.shape,
  ...workerEnv.shape,
  COMMIT_EVENTS: envInteger({ min: 1, max: 100_000 }).default(DEFAULT_GROUP_COMMIT.maxEvents),
  COMMIT_LINGER_MS: envInteger({ min: 0, max: 1_000 }).default(DEFAULT_GROUP_COMMIT.lingerMs),
  COUNTERS_TIMEOUT_MS: envInteger({ min: 1, max: 60_000 }).default(1_000),
  TRIM_INTERVAL_MS: envDuration(100).default(2_000),
  STREAM_KEEP_MS: envDuration(0).default(0),
  EXPECTED_GROUPS: groupList,
  SINK_BUDGET_ENTRIES: envInteger({ min: 1, max: 100_000_000 }).default(200_000),
  SINK_BUDGET_BYTES: envInteger({ min: 1, max: 1024 ** 4 }).default(256 * 1024 * 1024),
  SINK_BUDGET_AGE_MS: envInteger({ min: 1, max: 365 * 86_400_000 }).default(86_400_000),
  MIGRATE_ON_START: envFlag().default(true),
  PARTITION_DAYS_AHEAD: envInteger({ min: 1, max: 30 }).default(3),
  DEFAULT_RETENTION_DAYS: envInteger({ min: 1, max: 3650 }).default(30),
  ARCHIVE_DIR: z.string().min(1).optional(),
  RELAY_INTERVAL_MS: envInteger({ min: 50, max: 60_000 }).default(1_000),
  SCANNERS_FILE: z.string().optional(),
  TAXII_FEEDS_FILE: z.string().optional(),
  PLACE_FILES: fileList,
  PLACE_INTERVAL_MS: envDuration(100).default(60_000),
  INTEL_INTERVAL_MS: envDuration(100).default(5_000),
  INTEL_MAX_INDICATORS: envInteger({ min: 1, max: 5_000_000 }).default(250_000),
  INTEL_MAX_INDICATORS_IN_MEMORY: envInteger({ min: 1, max: 20_000_000 }).default(1_000_000),
  MAINTENANCE_INTERVAL_MS: envInteger({ min: 1_000, max: 86_400_000 }).default(3_600_000),
});

export type DbWriterEnv = z.infer<typeof dbWriterEnv>;

/** Turns the parsed environment into the options of the writer's parts. */
export function dbWriterConfig(env: DbWriterEnv) {
  const { lifecycle, consumer } = workerEnv.pick(env);
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    database: databaseEnv.pick(env),
    lifecycle,
    consumer: {
      ...consumer,
      trim: { intervalMs: env.TRIM_INTERVAL_MS, expectedGroups: env.EXPECTED_GROUPS, keepMs: env.STREAM_KEEP_MS },
    },
    sinkBudget: {
      entries: env.SINK_BUDGET_ENTRIES,
      sizeBytes: env.SINK_BUDGET_BYTES,
      ageMs: env.SINK_BUDGET_AGE_MS,
    },
    commit: {
      maxEvents: env.COMMIT_EVENTS,
      lingerMs: env.COMMIT_LINGER_MS,
      // The consumer's bound holds but for the rounds under way; this one only says so loudly if it did not.
      maxQueuedEvents: env.MAX_IN_FLIGHT_EVENTS * 4,
    },
    // Alerts are rare beside events, and somebody waits for them.
    alertCommit: { maxEvents: 1_000, lingerMs: 10, maxQueuedEvents: env.MAX_IN_FLIGHT_EVENTS * 4 },
    scoreCommit: { maxEvents: 2_000, lingerMs: 50, maxQueuedEvents: env.MAX_IN_FLIGHT_EVENTS * 4 },
    relay: { intervalMs: env.RELAY_INTERVAL_MS },
    scans: { scanners: env.SCANNERS_FILE === undefined ? [] : readScanners(env.SCANNERS_FILE), intervalMs: 60_000 },
    feeds: { feeds: env.TAXII_FEEDS_FILE === undefined ? [] : readFeeds(env.TAXII_FEEDS_FILE), intervalMs: 10_000 },
    places: { files: env.PLACE_FILES, intervalMs: env.PLACE_INTERVAL_MS },
    intel: {
      intervalMs: env.INTEL_INTERVAL_MS,
      maxIndicators: env.INTEL_MAX_INDICATORS,
      maxIndicatorsInMemory: env.INTEL_MAX_INDICATORS_IN_MEMORY,
      firstLoadMs: 10_000,
    },
    counters: { timeoutMs: env.COUNTERS_TIMEOUT_MS },
    maintenance: {
      intervalMs: env.MAINTENANCE_INTERVAL_MS,
      retryMs: 1_000,
      isMigrating: env.MIGRATE_ON_START,
      daysAhead: env.PARTITION_DAYS_AHEAD,
      defaultRetentionDays: env.DEFAULT_RETENTION_DAYS,
      archiveFolder: env.ARCHIVE_DIR,
    },
  };
}

export type DbWriterConfig = ReturnType<typeof dbWriterConfig>;
