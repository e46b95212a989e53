import { join } from 'node:path';
import { suppressionSchema } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type RedisCommand } from '@redoubt/redis';
import type { PackReference } from '../rules/org-rules.ts';
import type { SettingsState } from './settings-state.ts';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const settingsScript = defineScript(join(scripts, 'project-settings-4.lua'));
const channelScript = defineScript(join(scripts, 'project-channel-2.lua'));

/** Longest wait for an organisation's slot, so that one that is away does not hold up the others. */
const TIMEOUT_MS = 3_000;

type Fields = readonly (readonly [string, string | number])[];

/** What a projection replaced. */
export interface Replaced {
  /** False when Redis held a later state: nothing was written. */
  isWritten: boolean;
  packs: PackReference[];
}

/**
 * Writes an organisation's settings to its slot; may be repeated. A state older than the one in Redis changes nothing,
 * unless `isForced` (PostgreSQL was restored from a backup and counts from there).
 *
 * @throws the first error of a command
 */
export async function projectSettings(
  redis: RedisClient,
  state: SettingsState,
  options: { isForced?: boolean } = {},
): Promise<Replaced> {
  const keys = orgKeys(state.orgId);
  const head = [state.version, options.isForced ? '1' : ''];
  // Channels first: an id in the settings leads to a channel.
  await run(redis, channelCommands(redis, state, head));
  const names = [keys.config(), keys.features(), keys.rules(), keys.suppressions()];
  const sections = [configFields(state), featureFields(state), ruleFields(state), suppressionFields(state)];
  const args = [...head, ...sections.flatMap((fields) => [fields.length, ...fields.flat()])];
  const [reply] = await run(redis, [redis.script(settingsScript).command(names, args, { retry: 'free' })]);
  const [isWritten, packs, channels] = reply as [number, string, string];
  if (isWritten === 0) return { isWritten: false, packs: [] };
  const held = new Set(state.channels.map((channel) => channel.info.channelId));
  const gone = listOf<string>(channels).filter((id) => !held.has(id));
  await run(
    redis,
    gone.map((id) => channelCommand(redis, state, id, [...head, ''])),
  );
  return { isWritten: true, packs: listOf<PackReference>(packs) };
}

function channelCommands(redis: RedisClient, state: SettingsState, head: (string | number)[]): RedisCommand[] {
  return state.channels.map((channel) =>
    channelCommand(redis, state, channel.info.channelId, [...head, JSON.stringify(channel)]),
  );
}

function channelCommand(
  redis: RedisClient,
  state: SettingsState,
  channelId: string,
  args: (string | number)[],
): RedisCommand {
  const keys = orgKeys(state.orgId);
  return redis.script(channelScript).command([keys.config(), keys.sensitive(channelId)], args, { retry: 'free' });
}

function configFields(state: SettingsState): Fields {
  return [
    ['settingsVersion', state.version],
    ['alertSettings', JSON.stringify(state.alertSettings)],
    ['notificationChannels', JSON.stringify(state.channels.map((channel) => channel.info.channelId))],
  ];
}

function featureFields(state: SettingsState): Fields {
  return Object.entries(state.features).map(([name, isOn]) => [name, isOn ? '1' : '0'] as const);
}

function ruleFields({ rules }: SettingsState): Fields {
  if (rules.version === 0) return [];
  return [
    ['version', rules.version],
    ['packs', JSON.stringify(rules.packs)],
    ['disabled', JSON.stringify(rules.disabled)],
    ['overrides', JSON.stringify(rules.overrides)],
  ];
}

/** One that was ended before it began is no suppression any more. */
function suppressionFields(state: SettingsState): Fields {
  return state.suppressions
    .filter((suppression) => suppressionSchema.safeParse(suppression).success)
    .map((suppression) => [suppression.suppressionId, JSON.stringify(suppression)] as const);
}

async function run(redis: RedisClient, commands: RedisCommand[]): Promise<unknown[]> {
  if (commands.length === 0) return [];
  const replies = await redis.batch(commands, { timeoutMs: TIMEOUT_MS });
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed) throw failed as Error;
  return replies;
}

function listOf<T>(json: string): T[] {
  return json === '' ? [] : (JSON.parse(json) as T[]);
}
