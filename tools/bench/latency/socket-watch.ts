import type { Alert } from '@redoubt/contracts';
import { io } from 'socket.io-client';
import { Sightings, type AlertWatch } from './alert-watch.ts';

/**
 * Listens to the alert feed as any program would, with the stock client.
 *
 * @param token  an API key that may read alerts
 */
export async function watchSocket(dashboardUrl: string, token: string): Promise<AlertWatch> {
  const socket = io(`${dashboardUrl}/alerts`, { auth: { token }, transports: ['websocket'], reconnection: false });
  const sightings = new Sightings();
  socket.on('alerts', (alerts: Alert[]) => {
    const atMs = Date.now();
    // Only the record that opened it tells of the event that caused it.
    for (const { version, subject, createdAtMs } of alerts) {
      if (version === 1 && subject.asset !== undefined) sightings.see(subject.asset, atMs - createdAtMs);
    }
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('ready', () => resolve());
  socket.once('connect_error', reject);
  await promise;
  return {
    delayOf: (asset) => sightings.delayOf(asset),
    close: () => Promise.resolve(void socket.close()),
  };
}
