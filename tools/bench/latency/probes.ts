import type { AlertWatch } from './alert-watch.ts';

export interface ProbeTarget {
  gatewayUrl: string;
  /** Value of the Authorization header. */
  authorization: string;
}

/**
 * Sends events that each open an alert of their own, as single requests on the ordinary lane.
 *
 * @returns per watch when each alert was seen, by asset
 * @throws Error  the gateway refuses one, or an alert is not seen
 */
export async function probe(
  target: ProbeTarget,
  watches: readonly AlertWatch[],
  { count, prefix, spacingMs }: { count: number; prefix: string; spacingMs: number },
): Promise<ReadonlyMap<string, number>[]> {
  const seen: Promise<[asset: string, atMs: number[]]>[] = [];
  for (let i = 0; i < count; i++) {
    const asset = `${prefix}-${i}`;
    const startedMs = performance.now();
    await send(target, asset);
    seen.push(Promise.all(watches.map((watch) => watch.seenAtMs(asset))).then((atMs) => [asset, atMs]));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, spacingMs - (performance.now() - startedMs))));
  }
  const all = await Promise.all(seen);
  return watches.map((_, index) => new Map(all.map(([asset, atMs]) => [asset, atMs[index] as number])));
}

async function send({ gatewayUrl, authorization }: ProbeTarget, asset: string): Promise<void> {
  const event = { eventType: 'log_cleared', severity: 'medium', asset, user: 'probe' };
  const response = await fetch(`${gatewayUrl}/v1/events`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  if (response.status !== 202) throw new Error(`the gateway answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}
