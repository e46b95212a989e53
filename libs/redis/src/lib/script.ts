import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { slotOf } from '@redoubt/key-schema';
import type { RedisCommand, Reply, RetryClass, ScriptBody } from './command.ts';

/** A Lua script of a file `<name>-<keys>.lua`, ready to be run. */
export interface ScriptDefinition extends ScriptBody {
  name: string;
  /** Undefined for `<name>-n.lua`, whose callers decide how many. */
  keyCount: number | undefined;
}

/** A script bound to a client. */
export interface Script {
  /** Runs it alone. Throws what the script or the client ended with. */
  run(keys: readonly string[], args: readonly (string | number | Buffer)[], options?: ScriptOptions): Promise<Reply>;
}

export interface ScriptOptions {
  /** @default 'definite' */
  retry?: RetryClass;
  buffers?: boolean;
}

const fileShape = /^([a-z0-9-]+)-(\d+|n)\.lua$/;
const includeLine = /^--- @include (includes\/[a-z0-9-]+)$/gm;

/**
 * Loads a script. The number of keys stands in the file name (`n`: any, at least one); `--- @include includes/<name>` pulls in a shared
 * function from beside it.
 *
 * @throws Error when the name has no key count or a file is missing
 */
export function defineScript(file: string): ScriptDefinition {
  const match = fileShape.exec(basename(file));
  if (!match) throw new Error(`a script file is named <name>-<keys>.lua: ${file}`);
  const source = readFileSync(file, 'utf8').replace(includeLine, (_, include: string) =>
    readFileSync(join(dirname(file), `${include}.lua`), 'utf8'),
  );
  return {
    name: match[1] as string,
    keyCount: match[2] === 'n' ? undefined : Number(match[2]),
    source,
    sha: createHash('sha1').update(source).digest('hex'),
  };
}

/**
 * A call of `script` as a command for a batch.
 *
 * @throws Error when the number of keys is not the declared one or the keys lie in different slots
 */
export function scriptCommand(
  script: ScriptDefinition,
  keys: readonly string[],
  args: readonly (string | number | Buffer)[],
  options: ScriptOptions = {},
): RedisCommand {
  const wanted = script.keyCount ?? Math.max(1, keys.length);
  if (keys.length !== wanted) throw new Error(`script ${script.name} takes ${wanted} keys`);
  if (!isOneSlot(keys)) throw new Error(`script ${script.name}: keys of different slots`);
  return {
    name: 'EVALSHA',
    key: keys[0] as string,
    args: [keys.length, ...keys, ...args],
    retry: options.retry ?? 'definite',
    script,
    ...(options.buffers ? { buffers: true } : {}),
  };
}

/** Keys with the same hash tag in front need no look at their slots. */
function isOneSlot(keys: readonly string[]): boolean {
  const first = keys[0] as string;
  const tag = first.startsWith('{') ? first.slice(0, first.indexOf('}') + 1) : '';
  // `{}` is no tag to Redis: then the whole key decides.
  const isTagged = (key: string): boolean => tag.length > 2 && key.startsWith(tag);
  let slot: number | undefined;
  return keys.every((key) => isTagged(key) || slotOf(key) === (slot ??= slotOf(first)));
}
