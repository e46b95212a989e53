import { z } from 'zod';
import { envFlag, envHostPorts, envInteger, envPort, envSecretKeys } from './env-types.ts';
import { defineFragment } from './fragment.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** LOG_LEVEL. */
export const logEnv = defineFragment({ LOG_LEVEL: z.enum(LOG_LEVELS).default('info') }, (env) => ({
  level: env.LOG_LEVEL,
}));

/** OPS_HOST and OPS_PORT: where /healthz, /readyz and /metrics are served; port 0 lets the system choose. */
export const opsEnv = defineFragment(
  { OPS_HOST: z.string().default('0.0.0.0'), OPS_PORT: envPort().default(9090) },
  (env) => ({ host: env.OPS_HOST, port: env.OPS_PORT }),
);

/** REDIS_*: start addresses of the cluster, the service's own user, and TLS (`REDIS_TLS_CA` is PEM text, or `_FILE`). */
export const redisEnv = defineFragment(
  {
    REDIS_NODES: envHostPorts(),
    REDIS_USERNAME: z.string().optional(),
    REDIS_PASSWORD: z.string().optional(),
    REDIS_TLS: envFlag().default(false),
    REDIS_TLS_CA: z.string().optional(),
  },
  (env) => ({
    nodes: env.REDIS_NODES,
    ...(env.REDIS_PASSWORD === undefined
      ? {}
      : { credentials: { username: env.REDIS_USERNAME ?? 'default', password: env.REDIS_PASSWORD } }),
    ...(env.REDIS_TLS ? { tls: env.REDIS_TLS_CA === undefined ? {} : { ca: env.REDIS_TLS_CA } } : {}),
  }),
);

/** DATABASE_URL (`postgres://user:password@host:port/name`) and DATABASE_POOL_MAX connections of one process. */
export const databaseEnv = defineFragment(
  {
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
    DATABASE_POOL_MAX: envInteger({ min: 1, max: 1000 }).default(10),
  },
  (env) => ({ url: env.DATABASE_URL, poolMax: env.DATABASE_POOL_MAX }),
);

/** DRAIN_TIMEOUT_MS: how long a stop may take in all, ms. */
export const lifecycleEnv = defineFragment(
  { DRAIN_TIMEOUT_MS: envInteger({ min: 0, max: 600_000 }).default(20_000) },
  (env) => ({ drainTimeoutMs: env.DRAIN_TIMEOUT_MS }),
);

/**
 * REDOUBT_SECRET_KEY: keys with which stored secrets are sealed, each 32 bytes as base64, separated by commas: the
 * first seals, all of them open. Without one nothing that has a secret can be kept.
 */
export const secretKeyEnv = defineFragment({ REDOUBT_SECRET_KEY: envSecretKeys().optional() }, (env) => ({
  secretKeys: env.REDOUBT_SECRET_KEY ?? [],
}));
