import type { RedisNode } from './redis-node.ts';

export interface SlotMove {
  slot: number;
  from: RedisNode;
  to: RedisNode;
}

/** Opens the move: from here on absent keys of the slot are answered with ASK. */
export async function beginSlotMove({ slot, from, to }: SlotMove): Promise<void> {
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', await from.nodeId());
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', await to.nodeId());
}

/** Moves up to `count` keys of the slot; returns how many were moved. */
export async function migrateKeys({ slot, from, to }: SlotMove, count = 100): Promise<number> {
  const keys = (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', slot, count)) as string[];
  const { username, password } = to.setupUser ?? {};
  const login = username === undefined || password === undefined ? [] : ['AUTH2', username, password];
  if (keys.length > 0) await from.admin.call('MIGRATE', to.host, to.port, '', 0, 5_000, ...login, 'KEYS', ...keys);
  return keys.length;
}

/** Gives the slot to its new owner; other nodes learn it from `all` and by gossip. */
export async function finishSlotMove({ slot, from, to }: SlotMove, all: readonly RedisNode[]): Promise<void> {
  const owner = await to.nodeId();
  for (const node of new Set([to, from, ...all])) await node.admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', owner);
}
