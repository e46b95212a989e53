import type { Attestation, Evidence, NodeEvidence, RecordFacts, TlsSeen } from './evidence.ts';
import type { Check, Measurement, Observation } from './check.ts';

/** What one node said about a check. */
export interface Seen {
  command: string;
  /** What it answered; null when it did not tell, which is never a pass. */
  value: string | null;
  /** What stands against it. */
  objection?: string | undefined;
  /** Why nothing can be told, where that is known. */
  whyNot?: string | undefined;
}

const MAX_VALUE_CHARS = 600;
const DAY_MS = 86_400_000;

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
export function onNodes(evidence: Evidence, look: (node: NodeEvidence) => Seen, passed: string): Measurement {
  const seen = evidence.nodes.map((node) => ({ ...look(node), address: node.address, atMs: node.atMs }));
  return judged(seen, evidence.down, { nowMs: evidence.nowMs, passed });
}

/** The same of what handshakes showed, also of nodes that this side refuses to talk to because of it. */
export function onHandshakes(
  { nodes, down, nowMs }: Evidence,
  command: string,
  passed: string,
  judge: (tls: TlsSeen) => Omit<Seen, 'command'>,
): Measurement {
  const refused = down.flatMap(({ address, tls }) => (tls ? [{ address, tls, atMs: nowMs }] : []));
  const seen = [...nodes, ...refused].map(({ address, atMs, tls }): SeenThere => {
    const told = tls === null ? { value: null } : judge(tls);
    return { ...told, command, address, atMs };
  });
  return judged(
    seen,
    down.filter(({ tls }) => tls === null),
    { nowMs, passed },
  );
}

interface SeenThere extends Seen {
  address: string;
  atMs: number;
}

function judged(
  seen: readonly SeenThere[],
  down: Evidence['down'],
  { nowMs, passed }: { nowMs: number; passed: string },
): Measurement {
  const observations = [
    ...seen.map(observationOf),
    ...down.map(({ address, reason }): Observation => ({
      ...{ subject: `redis ${address}`, command: 'PING', atMs: nowMs, value: clipped(reason), verdict: 'not-measured' },
    })),
  ];
  const objections = seen.filter(({ objection }) => objection !== undefined);
  if (objections.length > 0) {
    const texts = [...new Set(objections.map(({ objection }) => objection))].join('; ');
    return { status: 'fail', summary: `${texts} (${objections.length} of ${seen.length} nodes)`, observations };
  }
  const untold = seen.filter(isUntold);
  const silent = [...down, ...untold].map(({ address }) => address);
  if (silent.length > 0) {
    const why = [...new Set(untold.flatMap(({ whyNot }) => whyNot ?? []))].join('; ');
    return notMeasured(why === '' ? `not told by ${silent.join(', ')}` : why, observations);
  }
  if (seen.length === 0) return notMeasured('no node answered');
  return { status: 'pass', summary: `${passed} (${seen.length} nodes)`, observations };
}

function isUntold({ value, whyNot }: Seen): boolean {
  return value === null || whyNot !== undefined;
}

function observationOf(one: SeenThere): Observation {
  const { address, atMs, command, value, objection } = one;
  const verdict = objection !== undefined ? 'fail' : isUntold(one) ? 'not-measured' : 'pass';
  return { subject: `redis ${address}`, command, atMs, value: value === null ? null : clipped(value), verdict };
}

/** A setting that must have one of these values. */
export function setting(node: NodeEvidence, name: string, ...wanted: readonly string[]): Seen {
  const value = node.settings.get(name) ?? null;
  const isBad = value !== null && !wanted.includes(value);
  return {
    ...{ command: `CONFIG GET ${name}`, value },
    objection: isBad ? `${name} is ${value === '' ? 'empty' : value}` : undefined,
    whyNot: value === null && node.settings.size > 0 ? `the server has no setting ${name}` : undefined,
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

/** What a person has to vouch for; nothing here can be measured. What is older than `days` is good for nothing. */
export function attested(
  checkId: string,
  about: { what: string; days: number },
): Pick<Check, 'attestDays' | 'measure'> {
  return { attestDays: about.days, measure: (evidence) => ofAttestation(evidence, checkId, about) };
}

function ofAttestation(
  { records, nowMs }: Evidence,
  checkId: string,
  { what, days }: { what: string; days: number },
): Measurement {
  if (records === null) return notMeasured('PostgreSQL did not answer');
  const isGood = ({ atMs, expiresAtMs }: Attestation): boolean => expiresAtMs > nowMs && nowMs - atMs <= days * DAY_MS;
  const held = records.attestations.find((one) => one.checkId === checkId && isGood(one));
  if (held === undefined) return notMeasured(`nobody has vouched for it: ${what}`);
  const until = new Date(Math.min(held.expiresAtMs, held.atMs + days * DAY_MS)).toISOString().slice(0, 10);
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

/** The value that most have; of two that are as frequent the one that comes first. */
export function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
