import { defineFragment, envDuration } from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import { z } from 'zod';
import { DEFAULT_CANARY_ORGANIZATION } from './canary-rule.ts';
import type { CanaryWatchOptions } from './canary-watch.ts';

/** CANARY_*: the synthetic event; without CANARY_URL there is none. */
export const canaryEnv = defineFragment(
  {
    CANARY_URL: z
      .string()
      .regex(/^https?:\/\/[^/]/, 'must start with http:// or https://')
      .optional(),
    CANARY_API_KEY: z.string().min(1).optional(),
    CANARY_CA: z.string().min(1).optional(),
    CANARY_ORGANIZATION: z.string().min(1).max(64).default(DEFAULT_CANARY_ORGANIZATION),
    CANARY_INTERVAL_MS: envDuration(1_000).default(30_000),
    CANARY_TIMEOUT_MS: envDuration(1_000).default(20_000),
  },
  (env): CanaryWatchOptions | undefined => {
    if (env.CANARY_URL === undefined) return undefined;
    if (env.CANARY_API_KEY === undefined) throw new ConfigError('CANARY_URL is set, so CANARY_API_KEY must be set too');
    return {
      ...{ url: env.CANARY_URL, apiKey: env.CANARY_API_KEY, organization: env.CANARY_ORGANIZATION },
      ...{ intervalMs: env.CANARY_INTERVAL_MS, timeoutMs: env.CANARY_TIMEOUT_MS },
      ...(env.CANARY_CA === undefined ? {} : { ca: env.CANARY_CA }),
    };
  },
);
