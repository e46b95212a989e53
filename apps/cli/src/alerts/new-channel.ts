import { randomBytes } from 'node:crypto';
import { SEVERITIES } from '@redoubt/contracts';
import type { NewChannel } from '@redoubt/rulebook';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import {
  asChoice,
  asDuration,
  asInteger,
  asSeverity,
  asText,
  asWords,
  BadValue,
  flag,
  offSwitch,
  option,
  type ValuesOf,
} from '../command/inputs.ts';
import { givenSecret, readSecret, secretOptions } from './channel-secret.ts';

const groupFields = ['rule', 'subject', 'alert'] as const;
const asGroupField = asChoice(groupFields);
const fieldNames = { rule: 'ruleId', subject: 'subject', alert: 'alertId' } as const;
type GroupField = (typeof fieldNames)[keyof typeof fieldNames];

const asGroupBy = (text: string): readonly GroupField[] =>
  text === 'none' ? [] : [...new Set(text.split(',').map((word) => fieldNames[asGroupField(word.trim())]))];

const asSeconds = (text: string): number => {
  if (text === '0') return 0;
  const durationMs = asDuration(text);
  if (durationMs % 1_000 !== 0) throw new BadValue('must be whole seconds');
  return durationMs / 1_000;
};

/** What a person says of a channel. */
export const channelOptions = {
  minSeverity: option(
    '--min-severity <severity>',
    `this severe or worse, of ${SEVERITIES.join(', ')} (default: low)`,
    asSeverity,
  ),
  rule: option('--rule <ids>', 'only of these rules', asWords),
  tag: option('--tag <tags>', 'only of rules with one of these tags', asWords),
  resolved: offSwitch('--no-resolved', 'do not tell when what was told ended'),
  groupBy: option(
    '--group-by <fields>',
    'what alerts of a message share: rule, subject, alert, or none (default: rule)',
    asGroupBy,
  ),
  groupWait: option('--group-wait <duration>', 'how long a first message waits for company (default: 10s)', asSeconds),
  groupInterval: option(
    '--group-interval <duration>',
    'shortest time between messages of a group (default: 5m)',
    asSeconds,
  ),
  repeat: option(
    '--repeat <duration>',
    'tell again what still fires unacknowledged; 0: never (default: 4h)',
    asSeconds,
  ),
  to: option('--to <addresses>', 'email: recipients', asWords),
  from: option('--from <address>', 'email: sender (default: the platform’s)', asText),
  smtpHost: option('--smtp-host <host>', 'email: a mail server of its own (default: the platform’s)', asText),
  smtpPort: option('--smtp-port <port>', 'email: its port (default: 587)', asInteger({ min: 1, max: 65_535 })),
  smtpSecure: flag('--smtp-secure', 'email: TLS from the first byte'),
  smtpUser: option('--smtp-user <name>', 'email: who to log in as', asText),
  url: option('--url <url>', 'webhook: an address that holds no secret', asText),
  ...secretOptions,
  newSecret: flag('--new-secret', 'webhook: make a signing secret and show it once'),
};
export type GivenChannel = ValuesOf<typeof channelOptions>;

export const CHANNEL_TYPES = ['email', 'slack', 'webhook', 'pagerduty'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** Which of the options that only some types have are for which. */
const ownOptions: Record<ChannelType, readonly (keyof GivenChannel)[]> = {
  email: ['to', 'from', 'smtpHost', 'smtpPort', 'smtpSecure', 'smtpUser', 'secretFile'],
  slack: ['urlFile'],
  webhook: ['url', 'urlFile', 'secretFile', 'newSecret'],
  pagerduty: ['secretFile'],
};

export interface ChannelDraft {
  channel: NewChannel;
  /** A signing secret that was made here, to be shown once. */
  newSecret?: string;
}

/** A channel from what was typed and its secret. @throws CliError when something is missing or out of place */
export async function draftChannel(
  context: Context,
  type: ChannelType,
  name: string,
  given: GivenChannel,
): Promise<ChannelDraft> {
  checkOptions(type, given);
  const common = { name, filter: filterOf(given), group: groupOf(given) };
  switch (type) {
    case 'email':
      return { channel: { ...common, type, ...(await mailOf(context, given)) } };
    case 'slack':
      return { channel: { ...common, type, url: await secretUrl(context, given) } };
    case 'pagerduty':
      return { channel: { ...common, type, routingKey: await needed(context, given, 'the routing key of PagerDuty') } };
    case 'webhook': {
      const url = given.url ?? (await secretUrl(context, given));
      if (!given.newSecret) {
        const secret = await needed(context, given, 'the signing secret (whsec_…)', '--new-secret makes one');
        return { channel: { ...common, type, url, secret } };
      }
      const newSecret = `whsec_${randomBytes(32).toString('base64')}`;
      return { channel: { ...common, type, url, secret: newSecret }, newSecret };
    }
  }
}

function checkOptions(type: ChannelType, given: GivenChannel): void {
  if (type === 'slack' && given.url !== undefined) {
    throw usageError(
      'the address of a Slack webhook is a secret: give it with --url-file',
      'arguments end up in shell histories and process lists',
    );
  }
  const all = new Set(Object.values(ownOptions).flat());
  const foreign = [...all].find(
    (key) => !ownOptions[type].includes(key) && given[key] !== undefined && given[key] !== false,
  );
  if (foreign === undefined) return;
  const flagName = channelOptions[foreign].flags.split(' ')[0] ?? foreign;
  throw usageError(`${flagName} is not for ${type} channels`);
}

function filterOf({ minSeverity, resolved, rule, tag }: GivenChannel): NonNullable<NewChannel['filter']> {
  return {
    ...(minSeverity === undefined ? {} : { minSeverity }),
    isResolvedTold: resolved,
    ...(rule === undefined ? {} : { ruleIds: [...rule] }),
    ...(tag === undefined ? {} : { tags: [...tag] }),
  };
}

function groupOf({ groupBy, groupWait, groupInterval, repeat }: GivenChannel): NonNullable<NewChannel['group']> {
  return {
    ...(groupBy === undefined ? {} : { by: [...groupBy] }),
    ...(groupWait === undefined ? {} : { waitSeconds: groupWait }),
    ...(groupInterval === undefined ? {} : { intervalSeconds: groupInterval }),
    ...(repeat === undefined ? {} : { repeatSeconds: repeat }),
  };
}

async function mailOf(context: Context, given: GivenChannel) {
  const { to, from, smtpHost, smtpPort, smtpSecure, smtpUser } = given;
  if (to === undefined) throw usageError('say who gets the mail: --to <address>');
  const head = { to: [...to], ...(from === undefined ? {} : { from }) };
  if (smtpHost === undefined) {
    if (smtpUser !== undefined || smtpPort !== undefined || smtpSecure)
      throw usageError('--smtp-… is for a mail server of its own: add --smtp-host');
    return head;
  }
  const login =
    smtpUser === undefined
      ? {}
      : { username: smtpUser, password: await needed(context, given, `the password of ${smtpUser}`) };
  return {
    ...head,
    smtp: { host: smtpHost, isSecure: smtpSecure, ...(smtpPort === undefined ? {} : { port: smtpPort }), ...login },
  };
}

async function secretUrl(context: Context, { urlFile }: GivenChannel): Promise<string> {
  if (urlFile === undefined)
    throw usageError('there is no address: give it with --url-file <file>, - for standard input');
  return readSecret(context, '--url-file', urlFile);
}

async function needed(
  context: Context,
  { secretFile }: GivenChannel,
  what: string,
  ...more: string[]
): Promise<string> {
  const secret = await givenSecret(context, secretFile);
  if (secret !== undefined) return secret;
  throw usageError(
    `${what} is missing`,
    'give it with --secret-file <file> (- for standard input) or REDOUBT_CHANNEL_SECRET',
    ...more,
  );
}
