import { certificatesOfServers, daysLeft, faultsOf } from '../cert/certificate.ts';
import type { Context } from '../command/context.ts';
import { verdict, type CheckHead, type HealthCheck } from './check.ts';

const head: CheckHead = {
  ...{ checkId: 'tls.cert-expiry', area: 'encryption', title: 'Certificates are good for three weeks more' },
  fix: 'redoubt cert check; issue new ones: nodes take them without a restart',
};
const leastDays = 21;
const timeoutMs = 3_000;

/** Whether the nodes' certificates are what clients accept, and for how long. */
export async function certificateCheck(context: Context, addresses: readonly string[]): Promise<HealthCheck> {
  const { tls } = context.settings.redis();
  if (tls === undefined) return verdict(head, 'not_applicable', 'no TLS');
  const looks = await certificatesOfServers(addresses, tls, timeoutMs);
  const nowMs = context.clock.now();
  const seen = looks.flatMap((look) => ('reason' in look ? [] : [look]));
  const bad = seen.flatMap((look) => {
    const faults = faultsOf(look, { nowMs, leastDays });
    return faults.length === 0 ? [] : [{ address: look.target, text: faults.join(', ') }];
  });
  if (bad.length > 0) {
    const text = bad.map((one) => `${one.address}: ${one.text}`).join('; ');
    return verdict(
      head,
      'fail',
      text,
      bad.map(({ address }) => address),
    );
  }
  const unseen = looks.flatMap((look) => ('reason' in look ? [look.target] : []));
  if (unseen.length > 0) return verdict(head, 'not_measured', `none came from ${unseen.join(' ')}`, unseen);
  const least = Math.min(...seen.map((look) => daysLeft(look, nowMs)));
  return verdict(head, 'pass', `${seen.length} nodes, at least ${least} days left`);
}
