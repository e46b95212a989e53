import type { SecurityPosture } from '@redoubt/contracts';
import type { NodeCertificate, UnreadCertificate } from '@redoubt/redis';
import { bad, good, silentNodes, unknown, type Finding, type Investigation } from './findings.ts';

const DAY_MS = 86_400_000;
const MIN_DAYS = 21;

export interface EncryptionEvidence {
  posture: SecurityPosture | null;
  certificates: readonly (NodeCertificate | UnreadCertificate)[];
  /** Whether a secret that was sealed here came out again as it was; `unknown` where no key is at hand. */
  roundTrip: { state: 'good' | 'bad' | 'unknown'; detail: string };
  /** Nodes that could not be read. */
  down: readonly { address: string; reason: string }[];
  secrets: { sampled: number; unsealed: readonly string[] };
  nowMs: number;
}

/** Whether keys, sealed secrets and certificates are what they should be. */
export function investigateEncryption({
  posture,
  certificates,
  roundTrip,
  secrets,
  down,
  nowMs,
}: EncryptionEvidence): Investigation {
  const operations = posture?.encryption.operations24h ?? null;
  const failures = operations === null ? 0 : operations.encryptFailure + operations.decryptFailure;
  const findings: Finding[] = [
    operations === null
      ? unknown('operations', 'no service reports what it did with secrets')
      : failures > 0
        ? bad(
            'operations',
            `${operations.encryptFailure} failures to seal, ${operations.decryptFailure} to open, in 24 h`,
          )
        : good('operations', `${operations.encryptSuccess} sealed, ${operations.decryptSuccess} opened, none failed`),
    posture?.encryption.keyId
      ? good('key in use', posture.encryption.keyId)
      : unknown('key in use', 'no service reports one'),
    { what: 'round trip', ...roundTrip },
    secrets.unsealed.length > 0
      ? bad('stored secrets', `in the clear: ${secrets.unsealed.join(', ')}`)
      : good('stored secrets', `${secrets.sampled} looked at, all sealed`),
    ...certificates.map((one): Finding => certificateFinding(one, nowMs)),
  ];
  findings.push(...silentNodes(down));
  if (certificates.length === 0) findings.push(bad('certificates', 'the nodes are reached without TLS'));
  return {
    findings,
    recommendations: [
      ...(failures > 0
        ? [
            'Look which secrets cannot be opened: redoubt encryption status; a service may lack the key that sealed them',
          ]
        : []),
      ...(secrets.unsealed.length > 0 ? ['Seal them with the key in use: redoubt encryption reencrypt'] : []),
      ...(findings.some(({ what, state }) => what.startsWith('certificate') && state === 'bad')
        ? ['Issue new certificates and have nodes read them: docs/how-to/tls.md']
        : []),
      'If a key was seen by somebody: redoubt encryption rotate, reencrypt, then retire the old one',
    ],
    subject: { asset: 'redis' },
    evidence: { operations, keyId: posture?.encryption.keyId ?? null, certificates, roundTrip, secrets },
  };
}

function certificateFinding(one: NodeCertificate | UnreadCertificate, nowMs: number): Finding {
  const what = `certificate of ${one.address}`;
  if (one.kind === 'unread') return unknown(what, one.reason);
  const days = Math.floor((one.notAfterMs - nowMs) / DAY_MS);
  if (one.refusal !== undefined) return bad(what, `clients refuse it: ${one.refusal}`);
  return days < MIN_DAYS
    ? bad(what, `${days} days left`)
    : good(what, `${days} days left, ${one.protocol} ${one.cipher}`);
}
