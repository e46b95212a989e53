import { z } from 'zod';
import { envDuration, envFlag } from './env-types.ts';
import { defineFragment } from './fragment.ts';

/** SINK_*: how far what is forwarded may reach, for services that send to sinks or try them. */
export const sinkEnv = defineFragment(
  {
    SINK_ALLOW_PRIVATE_TARGETS: envFlag().default(false),
    SINK_TIMEOUT_MS: envDuration(100).pipe(z.number().max(9_000)).default(8_000),
    SINK_FILE_DIR: z.string().min(1).optional(),
  },
  (env) => ({
    isPrivateAllowed: env.SINK_ALLOW_PRIVATE_TARGETS,
    timeoutMs: env.SINK_TIMEOUT_MS,
    fileDir: env.SINK_FILE_DIR,
  }),
);
