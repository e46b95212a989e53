import { checkOf } from './catalogue.ts';
import type { Attestation } from './evidence.ts';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;

/**
 * Why nobody may answer (`waiver`) or vouch (`attestation`) for a check for so long; undefined when they may.
 *
 * @param lastsMs from now on
 */
export function exceptionRefusal(
  kind: 'waiver' | 'attestation',
  checkId: Attestation['checkId'],
  lastsMs: number,
): string | undefined {
  if (lastsMs <= 0) return 'it ends in the future';
  const { attestDays } = checkOf(checkId);
  if (kind === 'attestation' && attestDays === undefined) return `${checkId} is measured: nobody can vouch for it`;
  const days = kind === 'attestation' ? (attestDays ?? 0) : LONGEST_DAYS;
  return lastsMs > days * DAY_MS ? `it is good for ${days} days at most` : undefined;
}
