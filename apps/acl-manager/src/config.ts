import { envFlag, envInteger, lifecycleEnv, logEnv, opsEnv, redisEnv } from '@redoubt/config';
import { APP_NAMES, hasTrace, PRESETS, SYSTEM_ROLES } from '@redoubt/acl';
import { z } from 'zod';

const known = [...APP_NAMES, ...Object.keys(PRESETS), ...Object.keys(SYSTEM_ROLES)];

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

/** Environment of acl-manager; every key is described in its README. */
export const aclManagerEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...lifecycleEnv.shape,
  CREDENTIALS_DIR: z.string().min(1),
  ACL_USERS: nameList((name) => known.includes(name), `no such user; known are ${known.join(', ')}`).default(
    APP_NAMES.filter(hasTrace),
  ),
  ACL_MODE: z.enum(['enforce', 'report']).default('report'),
  ACL_DEFAULT_USER: z.enum(['keep', 'off']).default('keep'),
  ACL_IGNORED_USERS: nameList((name) => /^[\w.-]{1,64}$/.test(name), 'not the name of a user').default([]),
  WATCH_INTERVAL_MS: envInteger({ min: 100, max: 600_000 }).default(2_000),
  COLLECT_INTERVAL_MS: envInteger({ min: 100, max: 600_000 }).default(5_000),
  ROTATE_AFTER_HOURS: envInteger({ min: 0, max: 24 * 365 }).default(0),
  SWITCH_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000 }).default(60_000),
  MANAGE_REPLICATION: envFlag().default(false),
});

export type AclManagerEnv = z.infer<typeof aclManagerEnv>;

/** Turns the parsed environment into the options of acl-manager's parts. */
export function aclManagerConfig(env: AclManagerEnv) {
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: { ...redisEnv.pick(env), clientName: 'acl-manager' },
    lifecycle: lifecycleEnv.pick(env),
    credentialsDir: env.CREDENTIALS_DIR,
    users: [...new Set([...env.ACL_USERS, 'acl-manager', ...(env.MANAGE_REPLICATION ? ['replication'] : [])])],
    isEnforced: env.ACL_MODE === 'enforce',
    defaultUser: env.ACL_DEFAULT_USER,
    ignoredUsers: env.ACL_IGNORED_USERS,
    watch: { intervalMs: env.WATCH_INTERVAL_MS },
    collect: { intervalMs: env.COLLECT_INTERVAL_MS },
    rotations: {
      intervalMs: 60_000,
      maxAgeMs: env.ROTATE_AFTER_HOURS * 3_600_000,
      times: { switchTimeoutMs: env.SWITCH_TIMEOUT_MS, pollMs: 500 },
    },
  };
}

export type AclManagerConfig = ReturnType<typeof aclManagerConfig>;
