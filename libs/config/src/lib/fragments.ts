import { ConfigError } from '@redoubt/contracts';
import { z } from 'zod';
import { envFlag, envHostPorts, envInteger, envJson, envPort, envSecretKeys } from './env-types.ts';
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

/**
 * SESSION_KEYS: keys that sessions are signed with, `<id>:<at least 32 bytes as base64>` separated by commas: the first
 * signs, all of them verify. They are read by libs/tenancy.
 */
export const sessionEnv = defineFragment({ SESSION_KEYS: z.string() }, (env) => ({ sessionKeys: env.SESSION_KEYS }));

const oidcRules = z.array(
  z.strictObject({ claim: z.string(), value: z.string(), organization: z.string(), role: z.string() }),
);

/**
 * OIDC_*: signing in through an OpenID provider; undefined without OIDC_ISSUER. OIDC_ROLES is a JSON list of `{claim,
 * value, organization, role}`. An issuer without TLS is taken on this machine only.
 */
export const oidcEnv = defineFragment(
  {
    OIDC_ISSUER: z.url().optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_REDIRECT_URL: z.url().optional(),
    OIDC_LABEL: z.string().max(60).default('Single sign-on'),
    OIDC_SCOPE: z.string().default('openid email profile'),
    OIDC_ROLES: envJson(oidcRules).default([]),
    OIDC_EMAIL_TRUSTED: envFlag().default(false),
  },
  ({ OIDC_ISSUER: issuer, ...env }) => {
    if (issuer === undefined) return undefined;
    const isInsecureAllowed = isOfThisMachine(issuer);
    if (!issuer.startsWith('https:') && !isInsecureAllowed) throw new ConfigError('OIDC_ISSUER: needs https');
    return {
      ...{ issuer, isInsecureAllowed, label: env.OIDC_LABEL, scope: env.OIDC_SCOPE },
      ...{ rules: env.OIDC_ROLES, isEmailTrusted: env.OIDC_EMAIL_TRUSTED },
      clientId: needed('OIDC_CLIENT_ID', env.OIDC_CLIENT_ID),
      clientSecret: needed('OIDC_CLIENT_SECRET', env.OIDC_CLIENT_SECRET),
      redirectUri: needed('OIDC_REDIRECT_URL', env.OIDC_REDIRECT_URL),
    };
  },
);

function needed(key: string, value: string | undefined): string {
  if (value === undefined) throw new ConfigError(`${key}: is required with OIDC_ISSUER`);
  return value;
}

function isOfThisMachine(url: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
}
