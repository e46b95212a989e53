import { waitFor } from '@redoubt/test-kit';
import { SERVICES } from '../charts/services.ts';

interface Targets {
  data: { activeTargets: { health: string; lastError: string; scrapeUrl: string }[] };
}

interface Rules {
  data: { groups: { rules: { name: string; health: string; lastError?: string; state?: string }[] }[] };
}

/** The first evaluation comes half a minute after the start. */
const PATIENCE = { timeoutMs: 120_000, intervalMs: 1_000 };

/**
 * Whether a Prometheus with our configuration reads every service and works every rule out.
 *
 * @param url of its API
 * @returns what it found, for people
 * @throws Error naming targets that are down and rules that fail
 */
export async function checkPrometheus(url: string): Promise<string> {
  const read = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/v1/${path}`)).json()) as T;
  let troubles: string[] = [];
  let rules: Rules['data']['groups'][number]['rules'] = [];
  const isWell = async (): Promise<boolean> => {
    const { activeTargets } = (await read<Targets>('targets?state=active')).data;
    rules = (await read<Rules>('rules')).data.groups.flatMap((group) => group.rules);
    troubles = [
      ...(activeTargets.length === SERVICES.length ? [] : [`${activeTargets.length} targets`]),
      ...activeTargets.filter(({ health }) => health !== 'up').map((one) => `${one.scrapeUrl}: ${one.lastError}`),
      ...rules.filter(({ health }) => health !== 'ok').map((one) => `${one.name}: ${one.lastError ?? one.health}`),
      ...(rules.length > 0 ? [] : ['no rules']),
    ];
    return troubles.length === 0;
  };
  await waitFor(isWell, { ...PATIENCE, what: 'Prometheus' }).catch((error: unknown) => {
    throw new Error(`Prometheus: ${troubles.join('; ') || 'no answer'}`, { cause: error });
  });
  const firing = rules.filter(({ state }) => state === 'firing').map(({ name }) => name);
  return `${SERVICES.length} targets up, ${rules.length} rules worked out, firing: ${firing.join(', ') || 'none'}`;
}
