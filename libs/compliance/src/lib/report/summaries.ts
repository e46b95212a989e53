import type { CheckResult, CheckStatus } from '../check.ts';
import type { FactState, Recommendation, SecurityConfiguration } from './report.ts';

const RANKS = ['critical', 'high', 'medium', 'low'] as const;

/** The facts of the requirements, each by the checks that it rests on. */
const FACTS: Readonly<Record<keyof SecurityConfiguration, readonly string[]>> = {
  authenticationEnabled: ['auth.default-disabled', 'auth.no-nopass', 'auth.anonymous-refused'],
  encryptionInTransit: ['tls.plaintext-off', 'tls.bus', 'tls.replication'],
  encryptionAtRest: ['crypto.at-rest'],
  networkIsolation: ['net.policy', 'net.no-exposure'],
  leastPrivilege: ['acl.no-all-commands', 'acl.dangerous-denied', 'acl.tenant-isolation'],
  auditTrail: ['log.chain', 'log.fields'],
};

export function configurationOf(checks: readonly CheckResult[]): SecurityConfiguration {
  const statuses = new Map(checks.map(({ checkId, status }) => [checkId, status]));
  const states = Object.entries(FACTS).map(([name, ids]) => [name, stateOf(ids.map((id) => statuses.get(id)))]);
  return Object.fromEntries(states) as unknown as SecurityConfiguration;
}

function stateOf(statuses: readonly (CheckStatus | undefined)[]): FactState {
  if (statuses.some((status) => status === 'fail' || status === 'waived')) return 'no';
  return statuses.every((status) => status === 'pass') ? 'yes' : 'unknown';
}

/** What to do, the most urgent first: what fails, then what could be measured and was not. */
export function recommendationsOf(checks: readonly CheckResult[]): Recommendation[] {
  const order = (status: CheckStatus): number => (status === 'fail' ? 0 : 1);
  return checks
    .filter(({ status }) => status === 'fail' || status === 'not-measured')
    .sort((a, b) => order(a.status) - order(b.status) || RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank))
    .map(({ checkId, rank, fix, summary, status }) => ({
      ...{ checkId, priority: rank, text: fix },
      because: status === 'fail' ? summary : `not measured: ${summary}`,
    }));
}
