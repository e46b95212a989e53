import { canonicalJson } from '../integrity/canonical-json.ts';
import { isSignedBy, keyIdOf, seal, sha256, type Seal, type SigningKey } from '../integrity/seal.ts';
import { countStatuses, scoreOf } from '../score.ts';
import type { ComplianceReport } from './report.ts';

/** A report as it is handed out in JSON. */
export interface SignedReport {
  report: ComplianceReport;
  integrity: Seal & { algorithm: 'SHA-256 of canonical JSON, Ed25519'; publicKey: string };
}

export function signReport(report: ComplianceReport, key: SigningKey): SignedReport {
  const hash = sha256(canonicalJson(report));
  const algorithm = 'SHA-256 of canonical JSON, Ed25519';
  return { report, integrity: { ...seal(hash, key), algorithm, publicKey: key.publicKey } };
}

/** What recomputing a report found. */
export interface ReportVerdict {
  isSound: boolean;
  /** What does not hold; empty when all does. */
  faults: readonly string[];
  hash: string;
  keyId: string;
}

/**
 * Recomputes hash, signature, score and counts of a report.
 *
 * @param trustedKeys public keys (PEM) that are known; without any, the key in the report proves no more than that the
 *   file is as whoever made it left it
 */
export function verifySignedReport(
  { report, integrity }: SignedReport,
  trustedKeys: readonly string[] = [],
): ReportVerdict {
  const hash = sha256(canonicalJson(report));
  const faults: string[] = [];
  if (hash !== integrity.hash) faults.push('the content was changed: its hash is not the one that was signed');
  if (!isSignedBy(integrity, integrity.publicKey)) faults.push('the signature does not belong to the hash');
  const keyId = safeKeyId(integrity.publicKey);
  if (keyId !== integrity.keyId) faults.push('the key is not the one that is named');
  const trusted = trustedKeys.map(safeKeyId);
  if (trusted.length > 0 && !trusted.includes(keyId)) faults.push(`nobody here knows the key ${keyId}`);
  const score = scoreOf(report.checks);
  if (score.value !== report.summary.score.value) faults.push('the score does not follow from the checks');
  const counts = countStatuses(report.checks);
  if (canonicalJson(counts) !== canonicalJson(report.summary.counts))
    faults.push('the counts do not follow from the checks');
  return { isSound: faults.length === 0, faults, hash, keyId };
}

function safeKeyId(publicKey: string): string {
  try {
    return keyIdOf(publicKey);
  } catch {
    return 'unreadable';
  }
}

/** Reads a report file; null for what is none. */
export function parseSignedReport(text: string): SignedReport | null {
  try {
    const value = JSON.parse(text) as SignedReport | null;
    const isOne = value?.report?.kind === 'redoubt-compliance-report' && typeof value.integrity?.publicKey === 'string';
    return isOne ? value : null;
  } catch {
    return null;
  }
}
