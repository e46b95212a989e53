import { orgKeys } from '@redoubt/key-schema';
import type { Kill } from '../bench-options.ts';
import type { Platform } from '../platform.ts';

/** How long a killed master stays away; its replica has taken over by then. */
const MASTER_AWAY_MS = 8_000;

/** Kills one part of the running platform the hard way and starts it again; resolves when it is back. */
export async function killAndRestart(platform: Platform, kill: Kill): Promise<void> {
  if (kill === 'master') return killMaster(platform);
  const app = platform.stack.app(kill === 'gateway' ? 'ingest-gateway' : 'db-writer');
  await app.kill9();
  await app.start();
}

/** The master that holds the streams of the busiest organisation. */
async function killMaster({ stack, orgs }: Platform): Promise<void> {
  const [busiest] = orgs;
  if (stack.redis === undefined || busiest === undefined) throw new Error('no cluster of our own');
  const master = await stack.redis.masterOfKey(orgKeys(busiest.organization.id).eventsStream());
  await master.kill9();
  await new Promise((resolve) => setTimeout(resolve, MASTER_AWAY_MS));
  await stack.redis.restart(master);
}
