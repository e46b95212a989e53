import { z } from 'zod';
import { envFlag, envInteger, envPort } from './env-types.ts';
import { defineFragment } from './fragment.ts';

/**
 * NOTIFY_* and DASHBOARD_URL: how messages leave the platform, and where their links lead. Without NOTIFY_SMTP_HOST the
 * platform has no mail server of its own.
 */
export const messageEnv = defineFragment(
  {
    NOTIFY_ALLOW_PRIVATE_TARGETS: envFlag().default(false),
    NOTIFY_TIMEOUT_MS: envInteger({ min: 100, max: 40_000 }).default(10_000),
    NOTIFY_SMTP_HOST: z.string().optional(),
    NOTIFY_SMTP_PORT: envPort().default(587),
    NOTIFY_SMTP_SECURE: envFlag().default(false),
    NOTIFY_SMTP_USERNAME: z.string().optional(),
    NOTIFY_SMTP_PASSWORD: z.string().optional(),
    NOTIFY_SMTP_CA: z.string().optional(),
    NOTIFY_MAIL_FROM: z.string().default('Redoubt <redoubt@localhost>'),
    NOTIFY_PAGERDUTY_URL: z.url({ protocol: /^https?$/ }).optional(),
    DASHBOARD_URL: z.url({ protocol: /^https?$/ }).optional(),
  },
  (env) => ({
    sender: {
      http: { isPrivateAllowed: env.NOTIFY_ALLOW_PRIVATE_TARGETS, timeoutMs: env.NOTIFY_TIMEOUT_MS },
      ...mailOf(env),
      ...(env.NOTIFY_PAGERDUTY_URL === undefined ? {} : { pagerDutyUrl: env.NOTIFY_PAGERDUTY_URL }),
    },
    dashboardUrl: env.DASHBOARD_URL,
  }),
);

interface MailEnv {
  NOTIFY_SMTP_HOST?: string | undefined;
  NOTIFY_SMTP_PORT: number;
  NOTIFY_SMTP_SECURE: boolean;
  NOTIFY_SMTP_USERNAME?: string | undefined;
  NOTIFY_SMTP_PASSWORD?: string | undefined;
  NOTIFY_SMTP_CA?: string | undefined;
  NOTIFY_MAIL_FROM: string;
}

/** A mail server with the address messages come from. */
interface MailOptions {
  host: string;
  port: number;
  isSecure: boolean;
  from: string;
  credentials?: { username: string; password: string };
  /** PEM text. */
  ca?: string;
}

function mailOf(env: MailEnv): { mail?: MailOptions } {
  if (env.NOTIFY_SMTP_HOST === undefined) return {};
  const { NOTIFY_SMTP_USERNAME: username, NOTIFY_SMTP_PASSWORD: password } = env;
  return {
    mail: {
      host: env.NOTIFY_SMTP_HOST,
      port: env.NOTIFY_SMTP_PORT,
      isSecure: env.NOTIFY_SMTP_SECURE,
      from: env.NOTIFY_MAIL_FROM,
      ...(username !== undefined && password !== undefined ? { credentials: { username, password } } : {}),
      ...(env.NOTIFY_SMTP_CA === undefined ? {} : { ca: env.NOTIFY_SMTP_CA }),
    },
  };
}
