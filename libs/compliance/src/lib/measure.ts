import type { Evidence, NodeEvidence, RecordFacts } from './evidence.ts';
import type { Measurement, Observation } from './check.ts';

/** What one node said about a check. */
export interface Seen {
  command: string;
  /** What it answered; null when it did not tell, which is never a pass. */
  value: string | null;
  /** What stands against it. */
  objection?: string | undefined;
}

const MAX_VALUE_CHARS = 600;

/** Shortens what was answered; evidence names what was seen and is no copy of it. */
export function clipped(value: string): string {
  return value.length <= MAX_VALUE_CHARS ? value : `${value.slice(0, MAX_VALUE_CHARS)}… (${value.length} characters)`;
}

export const notMeasured = (summary: string, observations: readonly Observation[] = []): Measurement => ({
  ...{ status: 'not-measured', summary, observations },
});
export const notApplicable = (summary: string): Measurement => ({
  ...{ status: 'not-applicable', summary, observations: [] },
});

/** Passes only when every node does: one that did not answer leaves it unmeasured, unless another one fails it. */
export function onNodes(
  { nodes, down, nowMs }: Evidence,
  look: (node: NodeEvidence) => Seen,
  passed: string,
): Measurement {
  const seen = nodes.map((node) => ({ node, ...look(node) }));
  const observations = [
    ...seen.map(({ node, command, value, objection }) => observationOf(node, { command, value, objection })),
    ...down.map(({ address, reason }): Observation => ({
      ...{ subject: `redis ${address}`, command: 'PING', atMs: nowMs, value: clipped(reason), verdict: 'not-measured' },
    })),
  ];
  const objections = seen.filter(({ objection }) => objection !== undefined);
  if (objections.length > 0) {
    const texts = [...new Set(objections.map(({ objection }) => objection))].join('; ');
    return { status: 'fail', summary: `${texts} (${objections.length} of ${seen.length} nodes)`, observations };
  }
  const silent = [
    ...down.map(({ address }) => address),
    ...seen.filter(({ value }) => value === null).map(({ node }) => node.address),
  ];
  if (silent.length > 0) return notMeasured(`not told by ${silent.join(', ')}`, observations);
  if (seen.length === 0) return notMeasured('no node answered');
  return { status: 'pass', summary: `${passed} (${seen.length} nodes)`, observations };
}

function observationOf({ address, atMs }: NodeEvidence, { command, value, objection }: Seen): Observation {
  const verdict = objection !== undefined ? 'fail' : value === null ? 'not-measured' : 'pass';
  return { subject: `redis ${address}`, command, atMs, value: value === null ? null : clipped(value), verdict };
}

/** A setting that must have one of these values. */
export function setting(node: NodeEvidence, name: string, ...wanted: readonly string[]): Seen {
  const value = node.settings.get(name) ?? null;
  const isBad = value !== null && !wanted.includes(value);
  return {
    ...{ command: `CONFIG GET ${name}`, value },
    objection: isBad ? `${name} is ${value === '' ? 'empty' : value}` : undefined,
  };
}

/** What the platform's own records show; unmeasured without them. */
export function ofRecords(
  { records }: Evidence,
  command: string,
  judge: (records: RecordFacts) => { value: string; passed?: string; failed?: string; unmeasured?: string },
): Measurement {
  if (records === null) return notMeasured('PostgreSQL did not answer');
  const { value, passed, failed, unmeasured } = judge(records);
  const status = failed !== undefined ? 'fail' : passed === undefined ? 'not-measured' : 'pass';
  const observation: Observation = {
    ...{ subject: 'postgresql', command, atMs: records.atMs, value: clipped(value), verdict: status },
  };
  return { status, summary: failed ?? passed ?? unmeasured ?? value, observations: [observation] };
}

/** What a person has to vouch for; nothing here can be measured. */
export function ofAttestation({ records, nowMs }: Evidence, checkId: string, what: string): Measurement {
  if (records === null) return notMeasured('PostgreSQL did not answer');
  const held = records.attestations.find((one) => one.checkId === checkId && one.expiresAtMs > nowMs);
  if (held === undefined) return notMeasured(`nobody has vouched for it: ${what}`);
  const until = new Date(held.expiresAtMs).toISOString().slice(0, 10);
  return {
    ...{ status: 'manual', summary: `attested by ${held.by}, good until ${until}` },
    observations: [
      { subject: held.by, command: 'attestation', atMs: held.atMs, value: clipped(held.note), verdict: 'not-measured' },
    ],
  };
}

/** What acl-manager found, for what it alone can see; it keeps hours of what nodes forget. */
export function ofPosture(evidence: Evidence, checkId: string): Measurement {
  const { posture } = evidence;
  if (posture === null) return notMeasured('acl-manager is silent');
  const found = posture.checks.find((one) => one.checkId === checkId);
  if (found === undefined) return notMeasured('acl-manager does not measure it');
  const status = found.status.replace('_', '-') as 'pass' | 'fail' | 'not-measured' | 'not-applicable';
  const verdict = status === 'not-applicable' ? 'not-measured' : status;
  const [command, value] = [`GET {acl}:posture ${checkId}`, clipped(found.evidence)];
  return {
    ...{ status, summary: found.evidence },
    observations: [{ subject: 'acl-manager', command, atMs: posture.atMs, value, verdict }],
  };
}
