import { envInteger, messageEnv, secretKeyEnv } from '@redoubt/config';
import type { ChannelSenderOptions } from '@redoubt/notifications';
import type { z } from 'zod';

/** Environment of the notifier, as a raw shape to be spread into the app's; every key is described in its README. */
export const notifyEnvShape = {
  NOTIFY_CONCURRENCY: envInteger({ min: 1, max: 1_000 }).default(16),
  ...messageEnv.shape,
  ...secretKeyEnv.shape,
};

export type NotifyEnv = z.infer<z.ZodObject<typeof notifyEnvShape>>;

export interface NotifyConfig {
  concurrency: number;
  sender: ChannelSenderOptions;
  dashboardUrl: string | undefined;
  /** Empty: channels that have secrets cannot be used. */
  secretKeys: readonly string[];
  /** Goes before them. */
  secretKeyFile?: string | undefined;
}

/** Turns the parsed environment into the options of the notifier. */
export function notifyConfig(env: NotifyEnv): NotifyConfig {
  return { concurrency: env.NOTIFY_CONCURRENCY, ...messageEnv.pick(env), ...secretKeyEnv.pick(env) };
}
