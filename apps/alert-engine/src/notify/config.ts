import { envFlag, envInteger, envPort } from '@redoubt/config';
import type { ChannelSenderOptions } from '@redoubt/notifications';
import { z } from 'zod';

/** Environment of the notifier, as a raw shape to be spread into the app's; every key is described in its README. */
export const notifyEnvShape = {
  NOTIFY_CONCURRENCY: envInteger({ min: 1, max: 1_000 }).default(16),
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
  /** Address of the dashboard, for links to alerts. */
  DASHBOARD_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Keys of channel secrets: 32 bytes as base64 each, the newest first, joined by commas. */
  REDOUBT_SECRET_KEY: z.string().optional(),
};

export type NotifyEnv = z.infer<z.ZodObject<typeof notifyEnvShape>>;

export interface NotifyConfig {
  concurrency: number;
  sender: ChannelSenderOptions;
  dashboardUrl: string | undefined;
  /** Empty: channels that have secrets cannot be used. */
  secretKeys: readonly string[];
}

/** Turns the parsed environment into the options of the notifier. */
export function notifyConfig(env: NotifyEnv): NotifyConfig {
  return {
    concurrency: env.NOTIFY_CONCURRENCY,
    sender: {
      http: { isPrivateAllowed: env.NOTIFY_ALLOW_PRIVATE_TARGETS, timeoutMs: env.NOTIFY_TIMEOUT_MS },
      ...mailOptions(env),
      ...(env.NOTIFY_PAGERDUTY_URL === undefined ? {} : { pagerDutyUrl: env.NOTIFY_PAGERDUTY_URL }),
    },
    dashboardUrl: env.DASHBOARD_URL,
    secretKeys: env.REDOUBT_SECRET_KEY?.split(',').map((key) => key.trim()) ?? [],
  };
}

function mailOptions(env: NotifyEnv): Pick<ChannelSenderOptions, 'mail'> {
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
