import { getHeapStatistics } from 'node:v8';
import { envDuration, envInteger, logEnv, opsEnv, redisEnv, streamWorkerEnv } from '@redoubt/config';
import { z } from 'zod';
import { notifyConfig, notifyEnvShape } from './notify/index.ts';

const MIB = 1024 * 1024;

const workerEnv = streamWorkerEnv('alert-engine', {
  quantumEvents: 500,
  orgsPerRound: 8,
  roundSpacingMs: 10,
  urgentSpacingMs: 0,
});

/** Environment of alert-engine; every key is described in its README. */
export const alertEngineEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...workerEnv.shape,
  ...notifyEnvShape,
  MAX_ORGS_IN_MEMORY: envInteger({ min: 1, max: 1_000_000 }).default(5_000),
  MAX_STATE_MB: envInteger({ min: 16, max: 1_000_000 }).optional(),
  MAX_PACKS_IN_MEMORY: envInteger({ min: 1, max: 1_000 }).default(4),
  SETTINGS_INTERVAL_MS: envDuration(100).default(30_000),
  TICK_INTERVAL_MS: envInteger({ min: 50, max: 60_000 }).default(1_000),
});

export type AlertEngineEnv = z.infer<typeof alertEngineEnv>;

/** Turns the parsed environment into the options of the engine's parts. */
export function alertEngineConfig(env: AlertEngineEnv) {
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    ...workerEnv.pick(env),
    notify: notifyConfig(env),
    engine: {
      maxOrgsInMemory: env.MAX_ORGS_IN_MEMORY,
      maxStateBytes: env.MAX_STATE_MB === undefined ? getHeapStatistics().heap_size_limit / 2 : env.MAX_STATE_MB * MIB,
      maxPacks: env.MAX_PACKS_IN_MEMORY,
      settingsIntervalMs: env.SETTINGS_INTERVAL_MS,
      tickIntervalMs: env.TICK_INTERVAL_MS,
    },
  };
}

export type AlertEngineConfig = ReturnType<typeof alertEngineConfig>;
