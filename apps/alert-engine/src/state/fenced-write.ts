import { join } from 'node:path';
import { LeaseLostError } from '@redoubt/contracts';
import type { OrgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';

const fencedWrite = defineScript(join(import.meta.dirname, '..', 'scripts', 'fenced-write-n.lua'));

/** The consumer group whose lease guards all state of alert-engine. */
export const GROUP = 'alert_engine';

/** Lua unpacks arguments onto a stack of 8,000; longer writes are cut. */
const MAX_ARGUMENTS = 1_000;

type Argument = string | number | Buffer;

/** The state moved on without us: what is in memory must be read again. */
export class StaleStateError extends Error {
  override name = 'StaleStateError';
}

/** Collects the commands of one fenced write. */
export class Writes {
  readonly keys: string[] = [];
  readonly args: Argument[] = [];
  readonly #indexes = new Map<string, number>();

  /** One command on one key. */
  add(command: string, key: string, ...args: readonly Argument[]): void {
    // Fence and state record come first.
    const index = this.#indexes.get(key) ?? this.keys.push(key) + 2;
    this.#indexes.set(key, index);
    this.args.push(command, index, args.length, ...args);
  }

  /** One command with a list of arguments that may be cut anywhere at a multiple of `unit`. */
  addMany(command: string, key: string, args: readonly Argument[], unit = 1): void {
    const step = MAX_ARGUMENTS - (MAX_ARGUMENTS % unit);
    for (let at = 0; at < args.length; at += step) this.add(command, key, ...args.slice(at, at + step));
  }

  get isEmpty(): boolean {
    return this.args.length === 0;
  }
}

export interface FencedWrite {
  keys: OrgKeys;
  epoch: number;
  /** Version of the state in memory before the changes. */
  fromVersion: number;
  /** Fields of the state record beside the version. */
  stateFields: readonly (readonly [string, string])[];
  writes: Writes;
}

/**
 * Applies the writes if this worker owns the organisation and its memory is the newest state; the version grows by 1.
 *
 * @throws LeaseLostError      another owner holds the fence
 * @throws StaleStateError     the state in Redis is at another version
 * @throws OutcomeUnknownError it may or may not have happened: read the state again
 */
export async function writeFenced(redis: RedisClient, write: FencedWrite): Promise<void> {
  const { keys, epoch, fromVersion, stateFields, writes } = write;
  const fields = stateFields.flat();
  const reply = (await redis
    .script(fencedWrite)
    .run(
      [keys.fence(GROUP), keys.alertState(), ...writes.keys],
      [epoch, fromVersion, fromVersion + 1, fields.length, ...fields, ...writes.args],
      { retry: 'definite' },
    )) as [string, string?];
  if (reply[0] === 'fenced') throw new LeaseLostError('the fence is another owner’s');
  if (reply[0] === 'stale') throw new StaleStateError(`the state is at version ${reply[1]}, not ${fromVersion}`);
}
