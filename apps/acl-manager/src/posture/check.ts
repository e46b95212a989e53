import type { Credential, NodeFacts } from '@redoubt/acl';
import type { PostureCheck, SecurityPosture, SecurityCheckStatus } from '@redoubt/contracts';
import type { Look } from '../collect/collector.ts';
import type { HourCounters } from '../collect/hour-counters.ts';
import type { NodeReading } from '../collect/node-reading.ts';
import type { WatchState } from '../watch/user-watch.ts';
import type { MinimumVersions } from './minimum-versions.ts';
import type { Probes } from './probes.ts';

/** What checks are made on. Absent parts were not looked at, or too long ago. */
export interface Evidence {
  nowMs: number;
  watch: WatchState | undefined;
  look: Look | undefined;
  credentials: readonly CredentialFacts[];
  hours: Pick<HourCounters, 'perHour' | 'total'>;
  probes: Probes;
  /** What services report of secrets. */
  encryption: SecurityPosture['encryption'];
  /** Users that acl-manager was told to leave alone. */
  ignoredUsers: readonly string[];
  /** Modules that servers may run. */
  allowedModules: readonly string[];
  minimumVersions: MinimumVersions;
  /** Age at which a password is exchanged, ms; 0 for never. */
  maxAgeMs: number;
}

/** What is known of a password, without it. */
export type CredentialFacts = Pick<Credential, 'user' | 'createdAtMs' | 'rotation'>;

export interface Verdict {
  status: SecurityCheckStatus;
  evidence: string;
  nodes?: readonly string[];
}

/** A control and how it is measured. */
export interface CheckDefinition extends Pick<PostureCheck, 'checkId' | 'area' | 'title' | 'fix'> {
  rank: 'critical' | 'high' | 'medium' | 'low';
  measure: (evidence: Evidence) => Verdict;
}

export const pass = (evidence: string): Verdict => ({ status: 'pass', evidence });
export const fail = (evidence: string, nodes?: readonly string[]): Verdict => ({
  status: 'fail',
  evidence,
  ...(nodes ? { nodes } : {}),
});
export const notMeasured = (evidence: string): Verdict => ({ status: 'not_measured', evidence });
export const notApplicable = (evidence: string): Verdict => ({ status: 'not_applicable', evidence });

/** What stands against a node; undefined for nothing, `null` when it did not tell. */
type Objection = string | undefined | null;

/** Passes only when every node does: one that did not answer leaves the check unmeasured, unless another fails it. */
export function onEveryNode(
  { look }: Evidence,
  objection: (reading: NodeReading) => Objection,
  passed: string,
): Verdict {
  if (look === undefined) return notMeasured('the nodes were not looked at lately');
  const rows = look.readings.map((reading) => [reading.node.address, objection(reading)] as const);
  const down = look.down.map(({ node }) => node.address);
  return verdictOf(rows, down, passed);
}

/** The same of the users each node has. */
export function ofEveryNodesUsers(
  { watch }: Evidence,
  objection: (facts: NodeFacts) => Objection,
  passed: string,
): Verdict {
  if (watch === undefined) return notMeasured('users were not looked at lately');
  const rows = watch.facts.up.map((facts) => [facts.node.address, objection(facts)] as const);
  const down = watch.facts.down.map(({ node }) => node.address);
  return verdictOf(rows, down, passed);
}

function verdictOf(rows: readonly (readonly [string, Objection])[], down: readonly string[], passed: string): Verdict {
  const bad = rows.filter(([, found]) => typeof found === 'string');
  if (bad.length > 0) {
    const texts = [...new Set(bad.map(([, found]) => found))];
    return fail(
      texts.join('; '),
      bad.map(([address]) => address),
    );
  }
  const silent = [...down, ...rows.flatMap(([address, found]) => (found === null ? [address] : []))];
  if (silent.length > 0) return notMeasured(`no answer from ${silent.join(', ')}`);
  return rows.length === 0 ? notMeasured('no node answered') : pass(`${passed} (${rows.length} nodes)`);
}

/** A setting that must have one of these values; a server that does not know the setting has not told. */
export function hasSetting(reading: NodeReading, name: string, ...wanted: readonly string[]): Objection {
  const value = reading.settings.get(name);
  if (value === undefined) return null;
  return wanted.includes(value) ? undefined : `${name} is ${value === '' ? 'empty' : value}`;
}

/** A check that a setting has the wanted value on every node. */
export function settingCheck(
  head: Omit<CheckDefinition, 'measure'>,
  { name, wanted, passed }: { name: string; wanted: string; passed: string },
): CheckDefinition {
  return { ...head, measure: (evidence) => onEveryNode(evidence, (one) => hasSetting(one, name, wanted), passed) };
}
