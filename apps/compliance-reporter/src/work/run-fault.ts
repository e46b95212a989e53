import { canonicalJson, isSignedBy, keyIdOf, linkHash, type ComplianceRun } from '@redoubt/compliance';
import type { StoredRun } from '@redoubt/storage';

/**
 * What is wrong with a run as it is stored; null when it is as this service, or one that is trusted, signed it.
 *
 * @param trusted public keys, PEM
 */
export function runFault(
  { text, previous, hash, signature, keyId, score, statuses }: Omit<StoredRun, 'atMs'> & { text: string },
  trusted: readonly string[],
): 'changed' | 'not signed by a key that is trusted' | 'not what its columns say' | null {
  if (linkHash(previous, text) !== hash) return 'changed';
  const key = trusted.find((one) => keyIdOf(one) === keyId);
  if (key === undefined || !isSignedBy({ hash, signature }, key)) return 'not signed by a key that is trusted';
  const run = JSON.parse(text) as ComplianceRun;
  const told = Object.fromEntries(run.checks.map(({ checkId, status }) => [checkId, status]));
  const isSame = run.score.value === score && canonicalJson(told) === canonicalJson(statuses);
  return isSame ? null : 'not what its columns say';
}
