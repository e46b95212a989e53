import { declarationOf, type KeyShape, type KeyType } from '@redoubt/key-schema';
import type { Access } from './role.ts';

/**
 * How an app uses Redis, recorded while its integration specs ran. Lines of `commands` are
 * `<command>`, `<command> <access> <key shape>` or `<command> & <channel shape>`.
 */
export interface CommandTrace {
  app: string;
  /** What the app sent. */
  commands: readonly string[];
  /** Scripts it ran, by name. */
  scripts: Readonly<Record<string, ScriptTrace>>;
}

export interface ScriptTrace {
  /** Shapes of the keys it was given. */
  keys: readonly KeyShape[];
  /** What it ran. */
  commands: readonly string[];
  /** Commands of its text that no spec made it run. */
  unseen: readonly string[];
}

/** A line of a trace taken apart. */
export interface Usage {
  command: string;
  key?: { shape: KeyShape; access: Access };
  channel?: KeyShape;
}

/** Reads a line of a trace. Throws TypeError for text that is none. */
export function parseUsage(line: string): Usage {
  const match = /^([a-z|.-]+)(?: (R|W|RW|&) (\S+))?$/.exec(line);
  if (!match) throw new TypeError(`not a line of a command trace: ${line}`);
  const [, command = '', mark, shape = ''] = match;
  if (mark === undefined) return { command };
  return mark === '&' ? { command, channel: shape } : { command, key: { shape, access: mark as Access } };
}

/** The line of a trace that `parseUsage` reads. */
export function usageLine({ command, key, channel }: Usage): string {
  if (key) return `${command} ${key.access} ${key.shape}`;
  return channel === undefined ? command : `${command} & ${channel}`;
}

/** Everything an app needs, whether sent or run by a script. */
export function usagesOf(trace: CommandTrace): Usage[] {
  const scripts = Object.values(trace.scripts).flatMap((script) => [
    ...script.commands.map(parseUsage),
    ...script.unseen.flatMap((command) => unseenUsages(command, script)),
  ]);
  return [...trace.commands.map(parseUsage), ...scripts];
}

/** A command that only the script's text names may meet any of its keys that have the type it works on. */
function unseenUsages(command: string, script: ScriptTrace): Usage[] {
  const keyed = script.keys.filter((shape) => isOfType(command, shape));
  if (keyed.length === 0) return [{ command }];
  return keyed.map((shape) => ({ command, key: { shape, access: 'RW' } }));
}

/** Families of commands by the type of key they work on; what is in none works on any. */
const families: readonly [RegExp, readonly KeyType[]][] = [
  [/^x/, ['stream']],
  [/^h/, ['hash']],
  [/^z/, ['zset']],
  [/^pf/, ['hyperloglog']],
  [/^(s(add|card|ismember|members|mismember|pop|randmember|rem|scan))$/, ['set']],
  [/^(l|r)(index|insert|len|move|pop|pos|push|pushx|range|rem|set|trim)$/, ['list']],
  [/^(get|set|incr|decr|append|strlen|mget|mset|getset|setex|setnx|psetex)/, ['string']],
];

function isOfType(command: string, shape: KeyShape): boolean {
  const types = families.find(([commands]) => commands.test(command))?.[1];
  return types === undefined || [...types, 'queue'].includes(declarationOf(shape).type);
}
