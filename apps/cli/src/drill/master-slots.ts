import type { Reply } from '@redoubt/redis';

/** Both ends belong to it. */
export type SlotRange = readonly [first: number, last: number];

type SlotRow = [first: number, last: number, master: [host: string | null, port: number, id: string, ...Reply[]]];

/**
 * The slots that a node serves, from CLUSTER SLOTS (`[first, last, [host, port, id, …], replica…]`). Only its id tells
 * it: with `cluster-preferred-endpoint-type hostname` the hosts here are other ones than in CLUSTER NODES, or null.
 */
export function slotsOfMaster(reply: Reply, id: string): SlotRange[] {
  return (reply as unknown as SlotRow[]).flatMap(([first, last, master]): SlotRange[] =>
    master[2] === id ? [[first, last]] : [],
  );
}
