import { readFileSync } from 'node:fs';

export interface Effect {
  workerId: string;
  orgId: string;
  lane: string;
  eventId: string;
  externalId: string;
  /** Epoch of the ownership under which it was handled. */
  epoch: number;
}

/** Reads what the workers of a run wrote, in the order they wrote it. */
export function readEffects(file: string): Effect[] {
  const text = readFileSync(file, { encoding: 'utf8', flag: 'a+' });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [workerId = '', orgId = '', lane = '', eventId = '', externalId = '', epoch = ''] = line.split(' ');
      return { workerId, orgId, lane, eventId, externalId, epoch: Number(epoch) };
    });
}

export interface Verdict {
  /** Accepted and never handled. */
  lost: string[];
  /** Handled and never accepted. */
  phantom: string[];
  /** Events handled more than once. */
  duplicated: string[];
  /** Events first handled after a later one of the same organisation and lane. */
  outOfOrder: string[];
}

/**
 * Judges a run from outside: the ids the generator got accepted against the effects.
 *
 * @param accepted external ids `<org index>.<lane>.<sequence>` in the order they were accepted
 */
export function judge(accepted: readonly string[], effects: readonly Effect[]): Verdict {
  const times = new Map<string, number>();
  const newest = new Map<string, number>();
  const verdict: Verdict = { lost: [], phantom: [], duplicated: [], outOfOrder: [] };
  for (const { externalId } of effects) {
    const seen = times.get(externalId) ?? 0;
    times.set(externalId, seen + 1);
    if (seen === 1) verdict.duplicated.push(externalId);
    if (seen > 0) continue;
    const cut = externalId.lastIndexOf('.');
    const [line, sequence] = [externalId.slice(0, cut), Number(externalId.slice(cut + 1))];
    if (sequence < (newest.get(line) ?? -1)) verdict.outOfOrder.push(externalId);
    else newest.set(line, sequence);
  }
  const known = new Set(accepted);
  verdict.lost = accepted.filter((id) => !times.has(id));
  verdict.phantom = [...times.keys()].filter((id) => !known.has(id));
  return verdict;
}

/**
 * Events that a worker handled first although a later owner of their organisation had begun: reads that a fence
 * should have refused. What the old owner had read before the change may be among them.
 */
export function handledByFormerOwners(effects: readonly Effect[]): number {
  const newestEpoch = new Map<string, number>();
  const seen = new Set<string>();
  let stale = 0;
  for (const { orgId, externalId, epoch } of effects) {
    const newest = newestEpoch.get(orgId) ?? 0;
    if (epoch > newest) newestEpoch.set(orgId, epoch);
    else if (epoch < newest && !seen.has(externalId)) stale++;
    seen.add(externalId);
  }
  return stale;
}
