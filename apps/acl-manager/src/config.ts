import { APP_NAMES, hasTrace, KNOWN_ROLE_NAMES, SYSTEM_ROLES, type KubernetesOptions } from '@redoubt/acl';
import { MINIMUM_VERSIONS, minimumVersionsText, SHIPPED_MODULES, type Policy } from '@redoubt/compliance';
import { databaseEnv, envFlag, envInteger, lifecycleEnv, logEnv, opsEnv, redisEnv } from '@redoubt/config';
import { ConfigError, isOrgId, MONITORING_LEVELS } from '@redoubt/contracts';
import { z } from 'zod';
import type { IsolationOptions } from './posture/network-isolation.ts';

const nameList = (check: (name: string) => boolean, what: string) =>
  z.string().transform((text, context) => {
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const wrong = names.filter((name) => !check(name));
    if (wrong.length === 0) return names;
    context.addIssue({ code: 'custom', message: `${wrong.join(', ')}: ${what}` });
    return z.NEVER;
  });

/** Where Kubernetes puts what a pod is known by. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Environment of acl-manager; every key is described in its README. */
export const aclManagerEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...lifecycleEnv.shape,
  DATABASE_URL: databaseEnv.shape.DATABASE_URL.optional(),
  PLATFORM_ORGANIZATION: z.string().min(1).max(64).optional(),
  CREDENTIALS_STORE: z.enum(['files', 'kubernetes']).default('files'),
  CREDENTIALS_DIR: z.string().min(1).optional(),
  KUBERNETES_API_URL: z.url({ protocol: /^https$/ }).default('https://kubernetes.default.svc'),
  KUBERNETES_NAMESPACE: z.string().min(1).optional(),
  KUBERNETES_TOKEN_FILE: z.string().default(`${SERVICE_ACCOUNT}/token`),
  KUBERNETES_CA_FILE: z.string().default(`${SERVICE_ACCOUNT}/ca.crt`),
  ACL_USERS: nameList(
    (name) => KNOWN_ROLE_NAMES.includes(name),
    `no such user; known are ${KNOWN_ROLE_NAMES.join(', ')}`,
  ).default(APP_NAMES.filter(hasTrace)),
  ACL_MODE: z.enum(['enforce', 'report']).default('report'),
  ACL_DEFAULT_USER: z.enum(['keep', 'off']).default('keep'),
  ACL_IGNORED_USERS: nameList((name) => /^[\w.-]{1,64}$/.test(name), 'not the name of a user').default([]),
  WATCH_INTERVAL_MS: envInteger({ min: 100, max: 600_000 }).default(2_000),
  COLLECT_INTERVAL_MS: envInteger({ min: 100, max: 600_000 }).default(5_000),
  ROTATE_AFTER_HOURS: envInteger({ min: 0, max: 24 * 365 }).default(0),
  SWITCH_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000 }).default(60_000),
  MONITORING_LEVEL: z.enum(MONITORING_LEVELS).default('standard'),
  AUTH_FAILURE_SPIKE: envInteger({ min: 1, max: 1_000_000 }).default(10),
  DENIED_SPIKE: envInteger({ min: 1, max: 1_000_000 }).default(20),
  MANAGE_REPLICATION: envFlag().default(false),
  REDIS_POD_SELECTOR: z.string().min(1).max(1_000).optional(),
  ALLOWED_MODULES: nameList((name) => /^[\w.-]{1,64}$/.test(name), 'not the name of a module').default([
    ...SHIPPED_MODULES,
  ]),
  MINIMUM_VERSIONS: minimumVersionsText.default(MINIMUM_VERSIONS),
  VOUCHED_VERSIONS: nameList((name) => /^[\w.-]{1,64}$/.test(name), 'not a version').default([]),
});

export type AclManagerEnv = z.infer<typeof aclManagerEnv>;

/**
 * Turns the parsed environment into the options of acl-manager's parts.
 *
 * @throws ConfigError when the platform organisation is named where no database can tell its id, or the place of
 *   passwords is not told
 */
export function aclManagerConfig(env: AclManagerEnv) {
  const organization = env.PLATFORM_ORGANIZATION;
  if (organization !== undefined && !isOrgId(organization) && env.DATABASE_URL === undefined) {
    throw new ConfigError('PLATFORM_ORGANIZATION is a name, so DATABASE_URL must be set; or give its id');
  }
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: { ...redisEnv.pick(env), clientName: 'acl-manager' },
    lifecycle: lifecycleEnv.pick(env),
    credentials: credentialsOf(env),
    users: [...new Set([...env.ACL_USERS, 'acl-manager', ...(env.MANAGE_REPLICATION ? ['replication'] : [])])],
    isEnforced: env.ACL_MODE === 'enforce',
    defaultUser: env.ACL_DEFAULT_USER,
    ignoredUsers: env.ACL_IGNORED_USERS,
    watch: { intervalMs: env.WATCH_INTERVAL_MS },
    collect: { intervalMs: env.COLLECT_INTERVAL_MS, level: env.MONITORING_LEVEL },
    isolation: isolationOf(env),
    policy: policyOf(env),
    incidents: { minFailures: env.AUTH_FAILURE_SPIKE, minDenied: env.DENIED_SPIKE },
    databaseUrl: env.DATABASE_URL,
    platformOrganization: organization,
    rotations: {
      intervalMs: 5_000,
      maxAgeMs: env.ROTATE_AFTER_HOURS * 3_600_000,
      times: { switchTimeoutMs: env.SWITCH_TIMEOUT_MS, pollMs: 500 },
    },
  };
}

/** Where passwords live. */
export type CredentialPlace = { kind: 'files'; folder: string } | ({ kind: 'kubernetes' } & KubernetesOptions);

function credentialsOf(env: AclManagerEnv): CredentialPlace {
  if (env.CREDENTIALS_STORE === 'files') {
    if (env.CREDENTIALS_DIR === undefined) throw new ConfigError('CREDENTIALS_DIR: is required');
    return { kind: 'files', folder: env.CREDENTIALS_DIR };
  }
  return { kind: 'kubernetes', ...kubernetesOf(env) };
}

function kubernetesOf(env: AclManagerEnv): KubernetesOptions {
  if (env.KUBERNETES_NAMESPACE === undefined) throw new ConfigError('KUBERNETES_NAMESPACE: is required');
  const { KUBERNETES_API_URL: apiUrl, KUBERNETES_NAMESPACE: namespace } = env;
  const [tokenFile, caFile] = [env.KUBERNETES_TOKEN_FILE, env.KUBERNETES_CA_FILE];
  return { apiUrl, namespace, tokenFile, caFile };
}

function isolationOf(env: AclManagerEnv): IsolationOptions | undefined {
  const { REDIS_POD_SELECTOR: podSelector } = env;
  return podSelector === undefined ? undefined : { kubernetes: kubernetesOf(env), podSelector };
}

/** Age beyond which a password is too old where nothing exchanges them. */
const MAX_AGE_DAYS = 90;

/** What the posture holds installations to. Lists of checks that it does not make stay empty. */
function policyOf(env: AclManagerEnv): Policy {
  const rotateDays = env.ROTATE_AFTER_HOURS / 24;
  const systemUsers = Object.keys(SYSTEM_ROLES);
  // What is left alone because nodes live by it is at work all the time.
  const breakGlassUsers = env.ACL_IGNORED_USERS.filter((name) => !systemUsers.includes(name));
  return {
    ...{ breakGlassUsers, systemUsers },
    ...{ allowedModules: env.ALLOWED_MODULES, minimumVersions: env.MINIMUM_VERSIONS },
    vouchedVersions: env.VOUCHED_VERSIONS,
    // A rotation may stand still for a while before its delay is a fault.
    maxCredentialAgeDays: rotateDays > 0 ? rotateDays * 1.2 : MAX_AGE_DAYS,
    // Drills are in PostgreSQL, which it does not ask.
    maxDrillAgeDays: MAX_AGE_DAYS,
    ...{ allowedSources: [], allowedFunctions: [], allowedCiphers: [], maxFailedLoginsPerHour: 0 },
  };
}

export type AclManagerConfig = ReturnType<typeof aclManagerConfig>;
