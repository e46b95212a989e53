import type { NodePool } from '@redoubt/redis';

type SlotRange = [first: number, last: number, master: [host: string, port: number, ...unknown[]], ...unknown[]];

/** Which slots each master serves, by its address as CLUSTER SLOTS of a node has it. */
export async function slotsOfMasters(pool: NodePool): Promise<ReadonlyMap<string, (slot: number) => boolean>> {
  const [asked = ''] = pool.configured();
  const ranges = (await pool.call(asked, 'CLUSTER', 'SLOTS')) as unknown as SlotRange[];
  const byMaster = new Map<string, [number, number][]>();
  for (const [first, last, [host, port]] of ranges) {
    const address = `${host === '' ? asked.slice(0, asked.lastIndexOf(':')) : host}:${port}`;
    byMaster.set(address, [...(byMaster.get(address) ?? []), [first, last]]);
  }
  return new Map(
    [...byMaster].map(([address, owned]) => [
      address,
      (slot: number) => owned.some(([first, last]) => slot >= first && slot <= last),
    ]),
  );
}
