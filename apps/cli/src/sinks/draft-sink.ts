import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { toError } from '@redoubt/contracts';
import { SINK_MAPPINGS, SINK_STREAMS, type NewSink } from '@redoubt/rulebook';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import {
  asChoice,
  asDuration,
  asInteger,
  asSeverity,
  asText,
  asTexts,
  asWords,
  flag,
  option,
  type ValuesOf,
} from '../command/inputs.ts';

const asStream = asChoice(SINK_STREAMS);

/** What a person says of a sink. */
export const sinkOptions = {
  set: option('--set <name=value>', 'a setting of its type; may be repeated', asTexts),
  secret: option('--secret <name=file>', 'a secret setting, read from a file, - for standard input', asTexts),
  newSecret: flag('--new-secret', 'webhook: make a signing secret and show it once'),
  streams: option(
    '--streams <names>',
    `what it is given, of ${SINK_STREAMS.join(', ')} (default: events)`,
    (typed: string) => typed.split(',').map((word) => asStream(word.trim())),
  ),
  minSeverity: option('--min-severity <severity>', 'this severe or worse', asSeverity),
  eventType: option('--event-type <types>', 'only events of these types', asWords),
  query: option('--query <terms>', 'only events of which all terms hold: user:root -asset:lab*', asText),
  mapping: option('--mapping <name>', `${SINK_MAPPINGS.join(', ')} (default: ecs)`, asChoice(SINK_MAPPINGS)),
  startAt: option(
    '--start-at <where>',
    'now, or oldest: with what is kept (default: now)',
    asChoice(['now', 'oldest'] as const),
  ),
  onFull: option(
    '--on-full <what>',
    'when it is too far behind: block, or detach it (default: detach)',
    asChoice(['block', 'detach'] as const),
  ),
  maxEvents: option('--max-events <n>', 'events of one request (default: 500)', asInteger({ min: 1, max: 10_000 })),
  linger: option('--linger <duration>', 'shortest time between requests that are not full', asDuration),
};
export type GivenSink = ValuesOf<typeof sinkOptions>;

/** Settings that may not stand in an argument, where others see them. */
const SECRETS = ['token', 'apiKey', 'password', 'secret', 'authorization', 'secretAccessKey', 'clientKeyPem'];

/** A sink from what was typed and its secrets. @throws CliError when something cannot be read or is out of place */
export async function draftSink(
  context: Context,
  type: string,
  name: string,
  given: GivenSink,
): Promise<{ sink: NewSink; newSecret?: string }> {
  if (given.query !== undefined) {
    // Loaded here: it brings every kind of receiver.
    const { parseQuery } = await import('@redoubt/sinks');
    parseQuery(given.query);
  }
  const settings = Object.fromEntries((given.set ?? []).map((pair) => settingOf(pair)));
  for (const pair of given.secret ?? []) {
    const [field, file] = splitPair('--secret', pair);
    settings[field] = await readSecretSetting(context, field, file);
  }
  const newSecret = given.newSecret ? `whsec_${randomBytes(32).toString('base64')}` : undefined;
  const { streams, minSeverity, eventType: eventTypes, query, mapping, startAt, onFull } = given;
  const sink = {
    ...{ type, name, ...settings, ...(newSecret === undefined ? {} : { secret: newSecret }) },
    filter: known({ streams, minSeverity, eventTypes: eventTypes && [...eventTypes], query }),
    batch: known({ maxEvents: given.maxEvents, lingerMs: given.linger }),
    ...known({ mapping, startAt, onFull }),
  } as unknown as NewSink;
  return { sink, ...(newSecret === undefined ? {} : { newSecret }) };
}

function settingOf(pair: string): [string, unknown] {
  const [name, value] = splitPair('--set', pair);
  if (SECRETS.includes(name)) throw usageError(`${name} is a secret: --secret ${name}=<file>`);
  if (value === 'true' || value === 'false') return [name, value === 'true'];
  if (name === 'port' || name === 'facility') return [name, Number(value)];
  if (name === 'brokers') return [name, value.split(',')];
  return name === 'caPem' || name === 'clientCertPem' ? [name, readFileSync(value, 'utf8')] : [name, value];
}

function splitPair(what: string, pair: string): [string, string] {
  const cut = pair.indexOf('=');
  if (cut < 1) throw usageError(`${what} takes name=value`);
  return [pair.slice(0, cut), pair.slice(cut + 1)];
}

async function readSecretSetting(context: Context, name: string, file: string): Promise<string> {
  let found: string;
  try {
    found = (file === '-' ? await text(context.stdin) : readFileSync(file, 'utf8')).trim();
  } catch (error) {
    throw usageError(`--secret ${name} cannot be read: ${toError(error).message}`);
  }
  if (found === '') throw usageError(`--secret ${name}: ${file} is empty`);
  return found;
}

function known(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
