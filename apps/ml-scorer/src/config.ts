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
import { join } from 'node:path';
import { z } from 'zod';

const workerEnv = streamWorkerEnv('ml-scorer', {
  quantumEvents: 500,
  orgsPerRound: 16,
  roundSpacingMs: 20,
  urgentSpacingMs: 20,
});

/** Environment of ml-scorer; every key is described in its README. */
export const mlScorerEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...workerEnv.shape,
  DATABASE_URL: databaseEnv.shape.DATABASE_URL.optional(),
  DATABASE_POOL_MAX: databaseEnv.shape.DATABASE_POOL_MAX,
  BACKFILL_DAYS: envInteger({ min: 0, max: 365 }).default(7),
  BACKFILL_EVENTS: envInteger({ min: 0, max: 10_000_000 }).default(200_000),
  SCORING: envFlag().default(true),
  MODELS_MAX_BYTES: envInteger({ min: 1_048_576, max: 64 * 1024 ** 3 }).default(512 * 1024 * 1024),
  SCORE_THRESHOLD: z.coerce.number().min(0).max(100).default(50),
  SCORES_PER_MINUTE: envInteger({ min: 1, max: 1_000_000 }).default(600),
  CHECKPOINT_INTERVAL_MS: envDuration(100).default(30_000),
  CHECKPOINT_EVENTS: envInteger({ min: 1, max: 10_000_000 }).default(20_000),
  PUBLISH_INTERVAL_MS: envDuration(50).default(2_000),
  SETTINGS_INTERVAL_MS: envDuration(100).default(30_000),
  TICK_INTERVAL_MS: envInteger({ min: 50, max: 60_000 }).default(500),
  OWN_MODEL_FILE: z.string().min(1).optional(),
  OWN_MODEL_SHA256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional(),
  OWN_MODEL_RUNTIME_DIR: z
    .string()
    .min(1)
    .default(join(import.meta.dirname, '../onnx')),
  OWN_MODEL_TIMEOUT_MS: envDuration(1).default(250),
  OWN_MODEL_FAILURES: envInteger({ min: 1, max: 1_000 }).default(3),
  OWN_MODEL_PAUSE_MS: envDuration(10).default(30_000),
});

export type MlScorerEnv = z.infer<typeof mlScorerEnv>;

/** Longest wait for an own model to be loaded, ms. */
const LOAD_TIMEOUT_MS = 30_000;

function ownModelConfig(env: MlScorerEnv) {
  if (env.OWN_MODEL_FILE === undefined) return undefined;
  return {
    file: env.OWN_MODEL_FILE,
    sha256: env.OWN_MODEL_SHA256,
    runtimeDir: env.OWN_MODEL_RUNTIME_DIR,
    timeoutMs: env.OWN_MODEL_TIMEOUT_MS,
    loadTimeoutMs: LOAD_TIMEOUT_MS,
    failuresToOpen: env.OWN_MODEL_FAILURES,
    pauseMs: env.OWN_MODEL_PAUSE_MS,
  };
}

/** Turns the parsed environment into the options of the scorer's parts. */
export function mlScorerConfig(env: MlScorerEnv) {
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    ...workerEnv.pick(env),
    database: env.DATABASE_URL === undefined ? undefined : { url: env.DATABASE_URL, poolMax: env.DATABASE_POOL_MAX },
    history: { backfillDays: env.BACKFILL_DAYS, backfillEvents: env.BACKFILL_EVENTS },
    /** Absent: no model but the built-in ones. */
    ownModel: ownModelConfig(env),
    scoring: {
      isOn: env.SCORING,
      modelsMaxBytes: env.MODELS_MAX_BYTES,
      scoreThreshold: env.SCORE_THRESHOLD,
      scoresPerMinute: env.SCORES_PER_MINUTE,
      checkpointIntervalMs: env.CHECKPOINT_INTERVAL_MS,
      checkpointEvents: env.CHECKPOINT_EVENTS,
      publishIntervalMs: env.PUBLISH_INTERVAL_MS,
      settingsIntervalMs: env.SETTINGS_INTERVAL_MS,
      tickIntervalMs: env.TICK_INTERVAL_MS,
    },
  };
}

export type MlScorerConfig = ReturnType<typeof mlScorerConfig>;

/** Numbers of the scorer's parts. */
export type ScoringOptions = MlScorerConfig['scoring'];
