import { exampleKey } from '@redoubt/key-schema';
import { usagesOf, type CommandTrace, type Usage } from './command-trace.ts';

/** A command with its arguments, for ACL DRYRUN. */
export type Sample = readonly string[];

/** Commands whose arguments do not begin with their keys. */
const forms: Readonly<Record<string, (keys: readonly string[]) => Sample>> = {
  xread: (keys) => ['COUNT', '1', 'STREAMS', ...keys, ...keys.map(() => '0')],
  xreadgroup: (keys) => ['GROUP', 'g', 'c', 'STREAMS', ...keys, ...keys.map(() => '>')],
  eval: (keys) => ['return 1', String(keys.length), ...keys],
  evalsha: (keys) => ['0'.repeat(40), String(keys.length), ...keys],
  bzpopmin: (keys) => [...keys, '1'],
  blpop: (keys) => [...keys, '1'],
  rpoplpush: ([key = '']) => [key, key],
  zunionstore: (keys) => [keys[0] ?? '', String(keys.length), ...keys],
  'command|info': () => ['get'],
};

/**
 * A command of this name on these keys or channels that a server can judge.
 *
 * @param arity as COMMAND INFO tells it: the number of words, negative for "at least"
 */
export function sampleCommand(name: string, places: readonly string[], arity: number): Sample {
  const words = name.split('|');
  const args = forms[name]?.(places) ?? [...places];
  const missing = Math.max(0, Math.abs(arity) - words.length - args.length);
  return [...words, ...args, ...Array.from({ length: missing }, () => '1')];
}

/** Everything a trace shows, as commands that its role must allow. Scripts stand there with all their keys at once. */
export function traceSamples(trace: CommandTrace, arityOf: (command: string) => number): Sample[] {
  const single = usagesOf(trace).map((usage) => sampleCommand(usage.command, placesOf(usage), arityOf(usage.command)));
  const scripts = Object.values(trace.scripts).map(({ keys }) => sampleCommand('evalsha', keys.map(exampleKey), -3));
  return unique([...single, ...scripts, ...(scripts.length > 0 ? [sampleCommand('eval', [], -3)] : [])]);
}

function placesOf({ key, channel }: Usage): string[] {
  const shape = key?.shape ?? channel;
  return shape === undefined ? [] : [exampleKey(shape)];
}

function unique(samples: readonly Sample[]): Sample[] {
  return [...new Map(samples.map((sample) => [sample.join(' '), sample])).values()];
}

/** What no user of the platform but its administrator may do, on any key. */
export const DANGEROUS_COMMANDS: readonly Sample[] = [
  ...['FLUSHALL', 'FLUSHDB', 'SHUTDOWN', 'MONITOR', 'SAVE', 'BGSAVE', 'BGREWRITEAOF', 'FAILOVER', 'PSYNC a 1', 'SYNC'],
  ...[
    'KEYS *',
    'SCAN 0',
    'RANDOMKEY',
    'DBSIZE',
    'SWAPDB 0 1',
    'REPLICAOF NO ONE',
    'MIGRATE h 1 k 0 1',
    'DEBUG SLEEP 0',
  ],
  ...[
    'ACL SETUSER x',
    'ACL DELUSER x',
    'ACL LIST',
    'ACL SAVE',
    'ACL LOAD',
    'ACL LOG',
    'CONFIG GET *',
    'CONFIG SET a b',
  ],
  ...['CONFIG REWRITE', 'MODULE LOAD x', 'FUNCTION LOAD x', 'FUNCTION FLUSH', 'FUNCTION DELETE x', 'SCRIPT FLUSH'],
  ...['CLUSTER RESET', 'CLUSTER FORGET x', 'CLUSTER FAILOVER', 'CLIENT KILL TYPE normal', 'CLIENT PAUSE 1'],
  ...['CLIENT NO-EVICT on', 'SLOWLOG RESET', 'LATENCY RESET', 'PUBSUB CHANNELS', 'PUBLISH c m', 'SUBSCRIBE c'],
].map((line) => line.split(' '));
