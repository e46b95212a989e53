import {
  databaseEnv,
  envFlag,
  envInteger,
  envNetworks,
  lifecycleEnv,
  logEnv,
  messageEnv,
  opsEnv,
  redisEnv,
} from '@redoubt/config';
import { canaryEnv } from '@redoubt/canary';
import { ConfigError } from '@redoubt/contracts';
import { SYSTEM_ROLES } from '@redoubt/acl';
import {
  FRAMEWORK_IDS,
  isFrameworkId,
  keyIdOf,
  MINIMUM_VERSIONS,
  minimumVersionsText,
  parseSigningKey,
  SHIPPED_MODULES,
  type FrameworkId,
  type SigningKey,
} from '@redoubt/compliance';
import { isReportFormat, REPORT_FORMATS, type ReportFormat } from '@redoubt/compliance/render';
import { z } from 'zod';

const HOUR_MS = 3_600_000;

const nameList = (what: string, isOne: (name: string) => boolean = (name) => /^[\w.:-]{1,64}$/.test(name)) =>
  z.string().transform((text, context) => {
    const names = text.split(',').flatMap((name) => name.trim() || []);
    const wrong = names.filter((name) => !isOne(name));
    if (wrong.length === 0) return names;
    context.addIssue({ code: 'custom', message: `${wrong.join(', ')}: ${what}` });
    return z.NEVER;
  });

/** Environment of compliance-reporter; every key is described in its README. */
export const complianceReporterEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...databaseEnv.shape,
  ...lifecycleEnv.shape,
  ...messageEnv.shape,
  ...canaryEnv.shape,
  COMPLIANCE_SIGNING_KEY: z.string().min(1),
  COMPLIANCE_FORMER_KEYS: z.string().optional(),
  PLATFORM_ORGANIZATION: z.string().min(1).max(64).optional(),
  INSTALLATION_NAME: z.string().min(1).max(120).default('Redoubt installation'),
  RUN_INTERVAL_HOURS: envInteger({ min: 0, max: 24 * 31 }).default(24),
  REPORT_SCHEDULE: z.enum(['off', 'daily', 'weekly', 'monthly']).default('off'),
  REPORT_FRAMEWORKS: nameList(`not a framework; known are ${FRAMEWORK_IDS.join(', ')}`, isFrameworkId).default([
    'soc2',
  ]),
  REPORT_FORMATS: nameList(`not a format; known are ${REPORT_FORMATS.join(', ')}`, isReportFormat).default(['pdf']),
  REPORT_EMAIL: nameList('not an address', (name) => /^[^\s@,]+@[^\s@,]+$/.test(name)).default([]),
  REPORT_ATTACH: envFlag().default(false),
  PROMETHEUS_URL: z.url({ protocol: /^https?$/ }).optional(),
  RETENTION_DAYS: envInteger({ min: 30, max: 3_650 }).default(400),
  ACKNOWLEDGE_MINUTES: envInteger({ min: 1, max: 10_080 }).default(60),
  BREAK_GLASS_USERS: nameList('not the name of a user').default([]),
  ALLOWED_SOURCES: envNetworks().default([
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '127.0.0.0/8',
    '::1/128',
    'fc00::/7',
  ]),
  ALLOWED_MODULES: nameList('not the name of a module').default([...SHIPPED_MODULES]),
  ALLOWED_FUNCTIONS: nameList('not the name of a library').default([]),
  ALLOWED_CIPHERS: nameList('not the name of a cipher suite').default([
    ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
    ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    ...['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ]),
  MINIMUM_VERSIONS: minimumVersionsText.default(MINIMUM_VERSIONS),
  VOUCHED_VERSIONS: nameList('not a version').default([]),
  MAX_CREDENTIAL_AGE_DAYS: envInteger({ min: 1, max: 3_650 }).default(90),
  MAX_DRILL_AGE_DAYS: envInteger({ min: 1, max: 3_650 }).default(90),
  MAX_FAILED_LOGINS_PER_HOUR: envInteger({ min: 0, max: 1_000_000 }).default(20),
});

export type ComplianceReporterEnv = z.infer<typeof complianceReporterEnv>;

/**
 * Turns the parsed environment into the options of the parts.
 *
 * @throws ConfigError when the signing key is none, or mail is to be sent and nothing says how
 */
export function complianceReporterConfig(env: ComplianceReporterEnv) {
  const { sender, dashboardUrl } = messageEnv.pick(env);
  if (env.REPORT_EMAIL.length > 0 && sender.mail === undefined) {
    throw new ConfigError('REPORT_EMAIL is set, so NOTIFY_SMTP_HOST must be set too');
  }
  const signingKey = signingKeyOf(env.COMPLIANCE_SIGNING_KEY);
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: { ...redisEnv.pick(env), clientName: 'compliance-reporter' },
    database: databaseEnv.pick(env),
    lifecycle: lifecycleEnv.pick(env),
    canary: canaryEnv.pick(env),
    signingKey,
    trustedKeys: [signingKey.publicKey, ...formerKeysOf(env.COMPLIANCE_FORMER_KEYS ?? '')],
    platformOrganization: env.PLATFORM_ORGANIZATION,
    installation: env.INSTALLATION_NAME,
    dashboardUrl,
    mail: sender.mail,
    schedule: {
      runIntervalMs: env.RUN_INTERVAL_HOURS * HOUR_MS,
      reports: env.REPORT_SCHEDULE,
      frameworks: env.REPORT_FRAMEWORKS as FrameworkId[],
      formats: env.REPORT_FORMATS as ReportFormat[],
      recipients: env.REPORT_EMAIL,
      isAttached: env.REPORT_ATTACH,
      retentionMs: env.RETENTION_DAYS * 24 * HOUR_MS,
    },
    prometheusUrl: env.PROMETHEUS_URL,
    acknowledgeMs: env.ACKNOWLEDGE_MINUTES * 60_000,
    policy: {
      breakGlassUsers: env.BREAK_GLASS_USERS,
      systemUsers: Object.keys(SYSTEM_ROLES),
      allowedSources: env.ALLOWED_SOURCES,
      allowedModules: env.ALLOWED_MODULES,
      allowedFunctions: env.ALLOWED_FUNCTIONS,
      allowedCiphers: env.ALLOWED_CIPHERS,
      minimumVersions: env.MINIMUM_VERSIONS,
      vouchedVersions: env.VOUCHED_VERSIONS,
      maxCredentialAgeDays: env.MAX_CREDENTIAL_AGE_DAYS,
      maxDrillAgeDays: env.MAX_DRILL_AGE_DAYS,
      maxFailedLoginsPerHour: env.MAX_FAILED_LOGINS_PER_HOUR,
    },
  };
}

function signingKeyOf(pem: string): SigningKey {
  try {
    return parseSigningKey(pem);
  } catch (error) {
    throw new ConfigError(`COMPLIANCE_SIGNING_KEY: ${(error as Error).message}`);
  }
}

/** Public keys one after the other, each in its lines of PEM. */
function formerKeysOf(text: string): string[] {
  const keys = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  try {
    for (const key of keys) keyIdOf(key);
  } catch (error) {
    throw new ConfigError(`COMPLIANCE_FORMER_KEYS: ${(error as Error).message}`);
  }
  if (keys.length === 0 && text.trim() !== '') throw new ConfigError('COMPLIANCE_FORMER_KEYS: not public keys in PEM');
  return keys;
}

export type ComplianceReporterConfig = ReturnType<typeof complianceReporterConfig>;
export type ScheduleConfig = ComplianceReporterConfig['schedule'];
