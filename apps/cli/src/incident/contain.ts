import { toError } from '@redoubt/contracts';
import type { Admin } from '../acl/admin.ts';
import { askManager, runningManager } from '../acl/request.ts';
import type { Context } from '../command/context.ts';
import type { Gathered } from './gather.ts';

/** Said when there is nothing that would have to stop. */
export const NOTHING_TO_CONTAIN = 'no connection to end, no password to exchange, no address to shut out';

/** One thing that is done to stop an attack. */
export interface Step {
  kind: 'end_connections' | 'rotate' | 'by_hand';
  /** What it is about: an address, a user. */
  target: string;
  /** As it would be typed. */
  text: string;
}

export interface DoneStep extends Step {
  outcome: 'planned' | 'done' | 'failed';
  detail: string;
}

const ROTATE_WAIT_MS = 20_000;

/** What would be done about it. Redis cannot refuse an address, so that step is for people and their firewall. */
export function planContainment({ investigation: { subject }, nodes }: Gathered, users: ReadonlySet<string>): Step[] {
  const { sourceIp, user } = subject;
  const steps: Step[] = [];
  if (sourceIp !== undefined) {
    steps.push({
      kind: 'by_hand',
      target: sourceIp,
      text: `nft add rule inet filter input ip saddr ${sourceIp} tcp dport { redis } drop`,
    });
    const open = nodes.nodes.filter(({ clients }) =>
      Object.keys(clients).some((who) => who.endsWith(` from ${sourceIp}`)),
    );
    const loopback = sourceIp === '127.0.0.1' || sourceIp === '::1';
    // Services of one machine share its address: ending all of them would be an outage.
    if (open.length > 0 && !loopback)
      steps.push({
        kind: 'end_connections',
        target: sourceIp,
        text: `CLIENT KILL of connections from ${sourceIp} on ${open.map(({ address }) => address).join(', ')}`,
      });
  }
  if (user !== undefined && users.has(user))
    steps.push({ kind: 'rotate', target: user, text: `redoubt acl rotate ${user}` });
  return steps;
}

/** Does the steps, one after the other; each is safe to do again. One that fails does not keep the others from being done. */
export async function contain(
  context: Context,
  admin: Admin,
  steps: readonly Step[],
  { reason, actor }: { reason: string; actor: string },
): Promise<DoneStep[]> {
  const done: DoneStep[] = [];
  for (const step of steps) {
    try {
      done.push({
        ...step,
        outcome: step.kind === 'by_hand' ? 'planned' : 'done',
        detail: await doStep(context, admin, step, { reason, actor }),
      });
    } catch (error) {
      done.push({ ...step, outcome: 'failed', detail: toError(error).message });
    }
  }
  return done;
}

async function doStep(
  context: Context,
  admin: Admin,
  { kind, target }: Step,
  by: { reason: string; actor: string },
): Promise<string> {
  if (kind === 'by_hand') return 'is done at the firewall, by people';
  if (kind === 'rotate') {
    await runningManager(context, 'or rotate at the nodes: redoubt acl rotate --direct');
    const reply = await askManager(context, { action: 'rotate', user: target, ...by }, ROTATE_WAIT_MS);
    return reply.detail;
  }
  return `${await endConnections(admin, target)} connections ended`;
}

async function endConnections({ cluster }: Admin, sourceIp: string): Promise<number> {
  let ended = 0;
  for (const { address } of await cluster.nodes()) {
    const text = String(await cluster.call(address, 'CLIENT', 'LIST'));
    for (const [, id = '', from = ''] of text.matchAll(/^id=(\d+) addr=(\S+):\d+ /gm)) {
      if (from.replace(/^\[|\]$/g, '') !== sourceIp) continue;
      ended += Number(await cluster.call(address, 'CLIENT', 'KILL', 'ID', id));
    }
  }
  return ended;
}
