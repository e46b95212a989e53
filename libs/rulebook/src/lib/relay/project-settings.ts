import { join } from 'node:path';
import { suppressionSchema, systemClock } from '@redoubt/contracts';
import { lanesOfGroup, orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type RedisCommand } from '@redoubt/redis';
import { attachGroup, detachGroup } from '@redoubt/stream';
import type { PackReference } from '../rules/org-rules.ts';
import type { ProjectedSink } from '../sinks/read-sinks.ts';
import type { ProjectedChannel, SettingsState } from './settings-state.ts';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const settingsScript = defineScript(join(scripts, 'project-settings-4.lua'));
const channelScript = defineScript(join(scripts, 'project-channel-2.lua'));
const sinksScript = defineScript(join(scripts, 'project-sinks-n.lua'));

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
  // Channels and sinks first: an id in the settings leads to one.
  await run(redis, secretCommands(redis, state, head));
  const names = [keys.config(), keys.features(), keys.rules(), keys.suppressions()];
  const sections = [configFields(state), featureFields(state), ruleFields(state), suppressionFields(state)];
  const args = [...head, ...sections.flatMap((fields) => [fields.length, ...fields.flat()])];
  const [reply] = await run(redis, [redis.script(settingsScript).command(names, args, { retry: 'free' })]);
  const [isWritten, packs, channels, sinks] = reply as [number, string, string, string];
  if (isWritten === 0) return { isWritten: false, packs: [] };
  const held = new Set([...state.channels.map(channelId), ...state.sinks.map(sinkId)]);
  const gone = [...listOf<string>(channels), ...listOf<string>(sinks)].filter((id) => !held.has(id));
  await run(
    redis,
    gone.map((id) => secretCommand(redis, state, id, [...head, ''])),
  );
  await run(redis, [sinksCommand(redis, state, head)]);
  await moveCursors(redis, state);
  return { isWritten: true, packs: listOf<PackReference>(packs) };
}

const channelId = ({ info }: ProjectedChannel): string => info.channelId;
const sinkId = ({ info }: ProjectedSink): string => info.sinkId;

function secretCommands(redis: RedisClient, state: SettingsState, head: (string | number)[]): RedisCommand[] {
  const all = [
    ...state.channels.map((channel) => [channelId(channel), channel] as const),
    ...state.sinks.map((sink) => [sinkId(sink), sink] as const),
  ];
  return all.map(([id, value]) => secretCommand(redis, state, id, [...head, JSON.stringify(value)]));
}

/** Cursors of the sinks, once the settings name them. */
function sinksCommand(redis: RedisClient, state: SettingsState, head: (string | number)[]): RedisCommand {
  const keys = orgKeys(state.orgId);
  const names = [keys.config(), ...lanesOfGroup('siem_forwarder').map((lane) => keys.lane(lane))];
  const groups = state.sinks.flatMap(({ info }) => [info.group, info.startAt]);
  return redis.script(sinksScript).command(names, [...head, ...groups], { retry: 'free' });
}

/** Takes off the cursors of sinks that are detached, and puts back those of sinks that are no more. */
async function moveCursors(redis: RedisClient, { orgId, sinks, version }: SettingsState): Promise<void> {
  if (sinks.length === 0) return;
  const key = orgKeys(orgId).config();
  const fields = sinks.map(({ info }) => `detached:${info.group}`);
  const [records] = await run(redis, [{ name: 'HMGET', key, args: [key, ...fields], retry: 'free' }]);
  for (const [at, { info, isDetached }] of sinks.entries()) {
    const isOff = (records as (string | null)[])[at] !== null;
    if (isDetached === isOff) continue;
    // Another relay may have brought what came after this state meanwhile: its cursors stand.
    const [latest] = await run(redis, [{ name: 'HGET', key, args: [key, 'settingsVersion'], retry: 'free' }]);
    if (Number(latest) !== version) return;
    if (isDetached) await detachGroup(redis, orgId, info.group, systemClock.now(), []);
    else await attachGroup(redis, orgId, info.group, []);
  }
}

function secretCommand(redis: RedisClient, state: SettingsState, id: string, args: (string | number)[]): RedisCommand {
  const keys = orgKeys(state.orgId);
  return redis.script(channelScript).command([keys.config(), keys.sensitive(id)], args, { retry: 'free' });
}

function configFields(state: SettingsState): Fields {
  return [
    ['settingsVersion', state.version],
    ['alertSettings', JSON.stringify(state.alertSettings)],
    ['notificationChannels', JSON.stringify(state.channels.map(channelId))],
    ['siemSinks', JSON.stringify(state.sinks.map(sinkId))],
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
