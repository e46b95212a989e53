import { envDuration, logEnv, opsEnv, redisEnv, secretKeyEnv, sinkEnv, streamWorkerEnv } from '@redoubt/config';
import { z } from 'zod';

const workerEnv = streamWorkerEnv('siem-forwarder', {
  quantumEvents: 1_000,
  orgsPerRound: 16,
  roundSpacingMs: 50,
  urgentSpacingMs: 50,
});

/** Environment of siem-forwarder; every key is described in its README. */
export const siemForwarderEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...workerEnv.shape,
  ...secretKeyEnv.shape,
  ...sinkEnv.shape,
  SINK_RETRY_PAUSE_MS: envDuration(1).default(200),
  SINK_LONGEST_PAUSE_MS: envDuration(10).default(30_000),
  SETTINGS_INTERVAL_MS: envDuration(100).default(5_000),
});

export type SiemForwarderEnv = z.infer<typeof siemForwarderEnv>;

/** Turns the parsed environment into the options of the forwarder's parts. */
export function siemForwarderConfig(env: SiemForwarderEnv) {
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    ...workerEnv.pick(env),
    keys: secretKeyEnv.pick(env),
    settingsIntervalMs: env.SETTINGS_INTERVAL_MS,
    reach: sinkEnv.pick(env),
    retry: { pauseMs: env.SINK_RETRY_PAUSE_MS, longestPauseMs: env.SINK_LONGEST_PAUSE_MS },
  };
}

export type SiemForwarderConfig = ReturnType<typeof siemForwarderConfig>;
export type RetryOptions = SiemForwarderConfig['retry'];
