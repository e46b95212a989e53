import { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';

const email = z.email().max(320);
const webUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .refine((text) => !URL.canParse(text) || hasNoLogin(new URL(text)), 'may not hold a user or password');

/** Which alerts a channel is told of; all given conditions hold together. */
export const channelFilterSchema = z.strictObject({
  minSeverity: z.enum(SEVERITIES).default('low'),
  /** Whether the end of what was told is told too. */
  isResolvedTold: z.boolean().default(true),
  /** Any of these. */
  ruleIds: z.array(z.string().min(1).max(256)).max(1_000).optional(),
  /** Any of these. */
  tags: z.array(z.string().min(1).max(256)).max(100).optional(),
});

/** What goes into one message. */
export const channelGroupSchema = z.strictObject({
  /** Alerts alike in all of these share a message, fields that stay what they are; none: all of them do. */
  by: z
    .array(z.enum(['ruleId', 'subject', 'alertId']))
    .max(3)
    .default(['ruleId']),
  /** How long the first message of a group waits for company. */
  waitSeconds: z.int().min(0).max(3_600).default(10),
  /** Shortest time between messages of a group. */
  intervalSeconds: z.int().min(1).max(86_400).default(300),
  /** A group that still fires unacknowledged is told again after this; 0: never. */
  repeatSeconds: z.int().min(0).max(2_592_000).default(14_400),
});

const common = {
  channelId: z.uuid(),
  name: z.string().min(1).max(128),
  isEnabled: z.boolean().default(true),
  filter: channelFilterSchema.prefault({}),
  group: channelGroupSchema.prefault({}),
};

const smtp = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(587),
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  isSecure: z.boolean().default(false),
  username: z.string().min(1).max(256).optional(),
  /** Secret. */
  password: z.string().min(1).max(1_024).optional(),
});

const recipients = z.array(email).min(1).max(50);
/** Signing secret of Standard Webhooks: 24 to 64 bytes as base64. */
const signingSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'is whsec_ and 24 to 64 bytes as base64');
const routingKey = z.string().regex(/^[A-Za-z0-9]{20,64}$/, 'is no routing key');

const kinds = {
  email: z.strictObject({
    ...common,
    type: z.literal('email'),
    to: recipients,
    from: email.optional(),
    /** The service's own mail server when absent. */
    smtp: smtp.optional(),
  }),
  /** The address is the credential. */
  slack: z.strictObject({ ...common, type: z.literal('slack'), url: webUrl }),
  webhook: z.strictObject({ ...common, type: z.literal('webhook'), url: webUrl, secret: signingSecret }),
  pagerduty: z.strictObject({ ...common, type: z.literal('pagerduty'), routingKey }),
};

/** A way to tell people, with its secrets: what the notifier works with and a person gives. */
export const notificationChannelSchema = z.discriminatedUnion('type', [
  kinds.email,
  kinds.slack,
  kinds.webhook,
  kinds.pagerduty,
]);
export type NotificationChannel = z.infer<typeof notificationChannelSchema>;

/** A new channel as a person gives it; for a webhook without `secret` one is made. */
export const newChannelSchema = z.discriminatedUnion('type', [
  kinds.email.omit({ channelId: true }),
  kinds.slack.omit({ channelId: true }),
  kinds.webhook.omit({ channelId: true }).extend({ secret: signingSecret.optional() }),
  kinds.pagerduty.omit({ channelId: true }),
]);

/**
 * A change of a channel: what is not named stays, secrets too; filter, group and mail server are replaced as a whole.
 * A password is kept for the mail server it was given for and no other.
 */
export const channelChangeSchema = z.strictObject({
  name: common.name.optional(),
  isEnabled: z.boolean().optional(),
  filter: channelFilterSchema.optional(),
  group: channelGroupSchema.optional(),
  to: recipients.optional(),
  from: email.nullable().optional(),
  smtp: smtp.nullable().optional(),
  url: webUrl.optional(),
  secret: signingSecret.optional(),
  routingKey: routingKey.optional(),
});
export type ChannelChange = z.input<typeof channelChangeSchema>;

/** A channel as a person gives it: defaults may be left out. */
export type NewChannel = DistributiveOmit<z.input<typeof notificationChannelSchema>, 'channelId'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A channel without its secrets. */
export interface ChannelInfo {
  channelId: string;
  name: string;
  type: NotificationChannel['type'];
  isEnabled: boolean;
  filter: z.infer<typeof channelFilterSchema>;
  group: z.infer<typeof channelGroupSchema>;
  /** Where it leads, as far as that is no secret: recipients, or the host of the address. */
  target: string;
  /** Settings of its type that are no secret. */
  config: Record<string, unknown>;
  hasSecret: boolean;
}

/** Secret settings by name; empty when it has none. */
export type ChannelSecrets = Record<string, string>;

/** Takes a channel apart into what may be shown and what may not. */
export function splitChannel(channel: NotificationChannel): { info: ChannelInfo; secrets: ChannelSecrets } {
  const { channelId, name, type, isEnabled, filter, group } = channel;
  const { target, config, secrets } = partsOf(channel);
  const hasSecret = Object.keys(secrets).length > 0;
  return { info: { channelId, name, type, isEnabled, filter, group, target, config, hasSecret }, secrets };
}

function partsOf(channel: NotificationChannel): Pick<ChannelInfo, 'target' | 'config'> & { secrets: ChannelSecrets } {
  switch (channel.type) {
    case 'email': {
      const { to, from, smtp: server } = channel;
      const { password, ...shown } = server ?? {};
      const config = { to, ...(from === undefined ? {} : { from }), ...(server === undefined ? {} : { smtp: shown }) };
      return { target: to.join(', '), config, secrets: password === undefined ? {} : { password } };
    }
    case 'slack':
      return { target: new URL(channel.url).host, config: {}, secrets: { url: channel.url } };
    case 'webhook':
      return { target: new URL(channel.url).host, config: {}, secrets: { url: channel.url, secret: channel.secret } };
    case 'pagerduty':
      return { target: 'PagerDuty', config: {}, secrets: { routingKey: channel.routingKey } };
  }
}

/** Puts a channel together again. @throws ZodError when the parts do not make one */
export function joinChannel(info: ChannelInfo, secrets: ChannelSecrets): NotificationChannel {
  const { channelId, name, type, isEnabled, filter, group, config } = info;
  const { password, ...others } = secrets;
  const server = config.smtp as Record<string, unknown> | undefined;
  const withPassword =
    server === undefined ? {} : { smtp: { ...server, ...(password === undefined ? {} : { password }) } };
  const head = { channelId, name, type, isEnabled, filter, group };
  return notificationChannelSchema.parse({ ...head, ...config, ...withPassword, ...others });
}

function hasNoLogin({ username, password }: URL): boolean {
  return username === '' && password === '';
}
