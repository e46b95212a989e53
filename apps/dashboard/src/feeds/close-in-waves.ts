import { setTimeout as delay } from 'node:timers/promises';

const WAVES = 20;
/** Enough time for each to be taken in elsewhere. */
const PER_CONNECTION_MS = 2;

/**
 * Closes connections in random order over a time that grows with their number. A stock client sees its transport
 * close, and connects again after a second or so to whichever instance the balancer names.
 *
 * @param longestMs bound of the whole
 */
export async function closeInWaves(connections: readonly { close(): void }[], longestMs: number): Promise<void> {
  const shuffled = connections
    .map((connection) => ({ connection, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ connection }) => connection);
  const waitMs = Math.min(longestMs, shuffled.length * PER_CONNECTION_MS) / WAVES;
  const size = Math.max(1, Math.ceil(shuffled.length / WAVES));
  for (let at = 0; at < shuffled.length; at += size) {
    for (const connection of shuffled.slice(at, at + size)) connection.close();
    await delay(waitMs);
  }
}
