import type { Alert } from '@redoubt/contracts';
import { io } from 'socket.io-client';
import { preciseNow, Sightings, type AlertWatch } from './alert-watch.ts';

/**
 * Listens to the alert feed as any program would, with the stock client.
 *
 * @param token  an API key that may read alerts
 */
export async function watchSocket(dashboardUrl: string, token: string): Promise<AlertWatch> {
  const socket = io(`${dashboardUrl}/alerts`, { auth: { token }, transports: ['websocket'], reconnection: false });
  const sightings = new Sightings();
  socket.on('alerts', (alerts: Alert[]) => {
    const atMs = preciseNow();
    for (const { subject } of alerts) if (subject.asset !== undefined) sightings.see(subject.asset, atMs);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('ready', () => resolve());
  socket.once('connect_error', reject);
  await promise;
  return {
    seenAtMs: (asset) => sightings.seenAtMs(asset),
    close: () => Promise.resolve(void socket.close()),
  };
}
