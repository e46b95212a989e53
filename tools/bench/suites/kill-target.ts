import type { Kill } from '../bench-options.ts';
import type { Platform } from '../platform.ts';

/** How long a killed master stays away; its replica has taken over by then. */
const MASTER_AWAY_MS = 8_000;

/** Kills one part of the running platform the hard way and starts it again; resolves when it is back. */
export async function killAndRestart({ stack, orgs }: Platform, kill: Kill): Promise<void> {
  if (kill === 'master') {
    const cluster = stack.redis;
    const busiest = orgs[0]?.organization.id;
    if (cluster === undefined || busiest === undefined) throw new Error('no cluster of our own');
    // Its own hash tag, as all keys of an organisation.
    const [master] = await cluster.masters();
    if (master === undefined) throw new Error('no master');
    await master.kill9();
    await new Promise((resolve) => setTimeout(resolve, MASTER_AWAY_MS));
    return cluster.restart(master);
  }
  const app = stack.app(kill === 'gateway' ? 'ingest-gateway' : 'db-writer');
  await app.kill9();
  await app.start();
}
