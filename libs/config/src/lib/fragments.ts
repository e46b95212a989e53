import { readFileSync } from 'node:fs';
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

/**
 * REDIS_*: start addresses of the cluster, the service's own user, and TLS. REDIS_TLS_CA is PEM text; the files of
 * REDIS_PASSWORD_FILE, REDIS_TLS_CA_FILE, REDIS_TLS_CERT_FILE and REDIS_TLS_KEY_FILE may be replaced while the service runs.
 */
export const redisEnv = defineFragment(
  {
    REDIS_NODES: envHostPorts(),
    REDIS_USERNAME: z.string().optional(),
    REDIS_PASSWORD: z.string().optional(),
    REDIS_PASSWORD_FILE: z.string().optional(),
    REDIS_TLS: envFlag().default(false),
    REDIS_TLS_CA: z.string().optional(),
    REDIS_TLS_CA_FILE: z.string().optional(),
    REDIS_TLS_CERT_FILE: z.string().optional(),
    REDIS_TLS_KEY_FILE: z.string().optional(),
    REDIS_TLS_SERVERNAME: z.string().optional(),
  },
  (env) => ({
    nodes: env.REDIS_NODES,
    ...redisLoginOf(env),
    ...(env.REDIS_TLS ? { tls: redisTlsOf(env) } : {}),
  }),
);

interface RedisLogin {
  credentials?: { username: string; password: string };
  /** May be exchanged while the service runs. */
  passwordFile?: string;
}

/** @throws ConfigError when the file cannot be read */
function redisLoginOf(env: {
  REDIS_USERNAME?: string | undefined;
  REDIS_PASSWORD?: string | undefined;
  REDIS_PASSWORD_FILE?: string | undefined;
}): RedisLogin {
  const { REDIS_USERNAME: username = 'default', REDIS_PASSWORD_FILE: passwordFile } = env;
  const password = passwordFile === undefined ? env.REDIS_PASSWORD : readPassword(passwordFile);
  if (password === undefined) return {};
  return { credentials: { username, password }, ...(passwordFile === undefined ? {} : { passwordFile }) };
}

function readPassword(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new ConfigError(`REDIS_PASSWORD_FILE: cannot be read (${code})`);
  }
}

interface RedisTlsEnv {
  REDIS_TLS_CA?: string | undefined;
  REDIS_TLS_CA_FILE?: string | undefined;
  REDIS_TLS_CERT_FILE?: string | undefined;
  REDIS_TLS_KEY_FILE?: string | undefined;
  REDIS_TLS_SERVERNAME?: string | undefined;
}

/** Whom to trust, what to show, and the name to expect of every node. */
interface RedisTlsFiles {
  ca?: string;
  caFile?: string;
  certFile?: string;
  keyFile?: string;
  servername?: string;
}

function redisTlsOf(env: RedisTlsEnv): RedisTlsFiles {
  const { REDIS_TLS_CERT_FILE: certFile, REDIS_TLS_KEY_FILE: keyFile } = env;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new ConfigError('REDIS_TLS_CERT_FILE and REDIS_TLS_KEY_FILE: each needs the other');
  return {
    ...(env.REDIS_TLS_CA === undefined ? {} : { ca: env.REDIS_TLS_CA }),
    ...(env.REDIS_TLS_CA_FILE === undefined ? {} : { caFile: env.REDIS_TLS_CA_FILE }),
    ...(certFile === undefined || keyFile === undefined ? {} : { certFile, keyFile }),
    ...(env.REDIS_TLS_SERVERNAME === undefined ? {} : { servername: env.REDIS_TLS_SERVERNAME }),
  };
}

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
 * REDOUBT_SECRET_KEY: keys with which stored secrets are sealed, each `[<id>:]<32 bytes as base64>`, separated by commas:
 * the first seals, all of them open. REDOUBT_SECRET_KEY_FILE: a file with one per line, followed while the service runs.
 * Without either nothing that has a secret can be kept.
 */
export const secretKeyEnv = defineFragment(
  { REDOUBT_SECRET_KEY: envSecretKeys().optional(), REDOUBT_SECRET_KEY_FILE: z.string().optional() },
  (env) => ({ secretKeys: env.REDOUBT_SECRET_KEY ?? [], secretKeyFile: env.REDOUBT_SECRET_KEY_FILE }),
);

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
