import type { Page } from 'playwright-core';
import { preciseNow, Sightings } from '../latency/alert-watch.ts';

const ASSET = /"asset":"([^"]+)"/g;

/** Sees the assets of all alerts that reach a page's sockets. */
export function watchSocketFrames(page: Page): Sightings {
  const sightings = new Sightings();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const atMs = preciseNow();
      for (const [, asset] of payload.toString().matchAll(ASSET)) sightings.see(asset as string, atMs);
    }),
  );
  return sightings;
}
