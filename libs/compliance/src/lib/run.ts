import type { CheckResult, CheckStatus } from './check.ts';
import type { Score, StatusCounts } from './score.ts';

/** Whom a run or report is about: the installation, or what one organisation may see of it. */
export type Scope = { kind: 'platform'; name: string } | { kind: 'organization'; name: string; orgId: string };

/** Numbers of the day before a run, as the platform's records and acl-manager tell; null for what nobody told. */
export interface OperationalFigures {
  authenticationAttempts: number | null;
  authenticationFailures: number | null;
  /** 0 to 1. */
  authenticationSuccessRate: number | null;
  deniedCommands: number | null;
  tlsConnections: number | null;
  plainConnections: number | null;
  openAlerts: number;
  criticalAlerts: number;
  openIncidents: number;
  closedIncidents: number;
}

export interface NodeSummary {
  address: string;
  nodeId: string;
  role: 'master' | 'replica';
  /** `Redis 7.0.15`. */
  version: string;
}

/** What one run saw. */
export interface ComplianceRun {
  schemaVersion: 1;
  runId: string;
  scope: Scope;
  /** Epoch ms. */
  startedAtMs: number;
  endedAtMs: number;
  trigger: 'schedule' | 'request';
  requestedBy: string;
  /** Version of the checks and of what collects evidence for them. */
  collectorVersion: string;
  nodes: readonly NodeSummary[];
  /** Nodes that did not answer. */
  down: readonly { address: string; reason: string }[];
  checks: readonly CheckResult[];
  counts: StatusCounts;
  score: Score;
  figures: OperationalFigures;
}

/** A run as the trend of a report needs it. */
export interface RunSummary {
  runId: string;
  /** Its place in the chain. */
  seq: number;
  /** Epoch ms. */
  atMs: number;
  /** Its hash in the chain, hex. */
  hash: string;
  score: number | null;
  measuredShare: number;
  statuses: Readonly<Record<string, CheckStatus>>;
}

/** What answered, in what an organisation sees. */
export const INSTALLATION = 'installation';

/** Nobody but members of the platform organisation sees addresses and raw answers of the installation. */
export function forOrganization(checks: readonly CheckResult[]): CheckResult[] {
  return checks.map(({ waiver, ...check }) => {
    const waived = waiver && {
      waiver: { ...waiver, owner: 'the operator', reason: 'kept by the operator', createdBy: '' },
    };
    const own = { ...check, ...waived };
    if (check.observations.every(({ subject }) => subject === 'postgresql')) return own;
    const observations = check.observations.map((one) => ({ ...one, subject: INSTALLATION, value: null }));
    return { ...own, summary: SUMMARIES[check.status], observations };
  });
}

/** What nodes and other parts of the installation said may hold names and addresses, in any form. */
const SUMMARIES: Readonly<Record<CheckStatus, string>> = {
  pass: 'as wanted everywhere in the installation',
  fail: 'not as wanted somewhere in the installation; the operator knows where',
  'not-measured': 'could not be measured in the installation',
  'not-applicable': 'there is nothing in the installation that it could be about',
  manual: 'somebody of the operator vouches for it',
  waived: 'not as wanted somewhere in the installation; the operator answers for it',
};
