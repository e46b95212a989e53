import type { Check } from '../check.ts';
import { notMeasured, attested, ofRecords, onNodes, ofPosture } from '../measure.ts';
import { forwarding } from './forwarding.ts';
import { alertRules, canaryRounds } from './monitoring.ts';

const DAY_MS = 86_400_000;
const MAX_SKEW_MS = 1_000;
const MONTH_MS = 30 * DAY_MS;
const RUN_LIMIT_MS = 26 * 3_600_000;
const GOOD_SHARE = 0.95;

const some = (names: readonly string[]): string =>
  names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
const isoDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Whether what happened can be shown afterwards, and whether people acted on it. */
export const RECORDS: readonly Check[] = [
  {
    ...{ checkId: 'log.chain', area: 'audit', rank: 'critical', title: 'The audit chains are whole' },
    shows: 'Audit records were recomputed and none was changed, removed or inserted.',
    fix: 'redoubt audit verify names the record; find out who wrote to the table or stream. After PostgreSQL was restored from a backup: DEL {compliance}:head, and say so in an incident',
    measure: (evidence) =>
      ofRecords(evidence, 'recompute audit_log, security_audit, compliance_runs and {acl}:audit', ({ chains }) => {
        const broken = chains.filter(({ fault }) => fault !== null).map(({ name, fault }) => `${name}: ${fault}`);
        const records = chains.reduce((sum, chain) => sum + chain.records, 0);
        const value = chains.map((chain) => `${chain.name}: ${chain.records} records`).join(', ');
        if (broken.length > 0) return { value, failed: some(broken) };
        return {
          value,
          passed: `${records} records verified, ${chains.length === 1 ? 'one chain' : `${chains.length} chains`}`,
        };
      }),
  },
  {
    ...{
      checkId: 'log.archive',
      area: 'audit',
      rank: 'high',
      title: 'The audit chain of Redis users is copied to PostgreSQL',
    },
    shows: 'Records of who changed and used Redis users outlast Redis.',
    fix: 'look at the log of acl-manager for audit_not_archived and audit_chain_does_not_go_on; check DATABASE_URL and the rights of its role; records that are missing were erased, lost in a failover, or dropped while the database was away',
    measure: (evidence) => ofPosture(evidence, 'log.archive'),
  },
  {
    ...{
      checkId: 'log.fields',
      area: 'audit',
      rank: 'high',
      title: 'Audit records say who, what, when, where and how it ended',
    },
    shows: 'A sample of audit records has every field an investigation needs.',
    fix: 'look at the records named with redoubt audit tail',
    measure: (evidence) =>
      ofRecords(evidence, 'audit_log: newest 500 records', ({ fields: { sampled, incomplete } }) => {
        const value = `${sampled} records, ${incomplete.length} incomplete`;
        if (sampled === 0) return { value, unmeasured: 'there is no record yet' };
        return incomplete.length > 0
          ? { value, failed: `incomplete: ${some(incomplete)}` }
          : { value, passed: `${sampled} of ${sampled} complete` };
      }),
  },
  {
    ...{
      checkId: 'log.admin-actions',
      area: 'audit',
      rank: 'high',
      title: 'Changes by administrators are in the audit log',
    },
    shows: 'API keys, channels and sinks that were changed have their audit record of that time.',
    fix: 'find out how the things named came to be; the API and the command line always record',
    measure: (evidence) =>
      ofRecords(
        evidence,
        'api_keys, notification_channels, sinks against audit_log',
        ({ changes: { made, unaudited } }) => {
          const value = `${made} changes, ${unaudited.length} without a record`;
          return unaudited.length > 0
            ? { value, failed: `no record of ${some(unaudited)}` }
            : { value, passed: made === 0 ? 'nothing was changed in the period' : `${made} of ${made} recorded` };
        },
      ),
  },
  {
    ...{ checkId: 'log.audit-access', area: 'audit', rank: 'medium', title: 'Reading the audit log is recorded' },
    shows: 'Who looked at audit records is known: a read the way page, API and commands do it leaves an entry.',
    fix: 'find out what keeps entries `audit.read` out of audit_log: a trigger, a rule, another program in place of ours',
    measure: (evidence) =>
      ofRecords(evidence, 'read audit_log, then look for the entry of that read', ({ auditReads, isReadRecorded }) => {
        const value = `the read of the collector ${isReadRecorded ? 'has' : 'has no'} entry; ${auditReads} reads in the period before`;
        return isReadRecorded
          ? { value, passed: `a read made to try it was recorded, ${auditReads} before it in the period` }
          : { value, failed: 'a read made to try it was not recorded' };
      }),
  },
  {
    ...{ checkId: 'log.retention', area: 'audit', rank: 'high', title: 'Audit records are kept for a year' },
    shows: 'Records go back twelve months, or to when the platform was installed.',
    fix: 'nothing removes audit records: restore those that are missing from a backup',
    measure: (evidence) =>
      ofRecords(evidence, 'audit_log, security_audit: oldest record', ({ oldestAtMs, installedAtMs }) => {
        if (oldestAtMs === null) return { value: 'no record', unmeasured: 'there is no record yet' };
        const value = `oldest ${isoDay(oldestAtMs)}, installed ${installedAtMs === null ? 'unknown' : isoDay(installedAtMs)}`;
        const isLong = evidence.nowMs - oldestAtMs >= 12 * MONTH_MS;
        const isSinceInstall = installedAtMs !== null && oldestAtMs - installedAtMs < DAY_MS;
        return isLong || isSinceInstall
          ? { value, passed: `since ${isoDay(oldestAtMs)}` }
          : { value, failed: `records begin ${isoDay(oldestAtMs)}, later than the installation` };
      }),
  },
  {
    ...{ checkId: 'log.forwarding', area: 'audit', rank: 'high', title: 'Records reach another system' },
    shows: 'Whoever takes the platform over cannot erase what another system holds.',
    fix: 'redoubt sink add; redoubt sink list tells how those named are doing; waive it where nothing is to be forwarded',
    measure: forwarding,
  },
  {
    ...{ checkId: 'log.time', area: 'audit', rank: 'medium', title: 'Clocks agree' },
    shows: 'Times of records from different machines can be compared.',
    fix: 'NTP on the machines named',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ skewMs }) => ({
          ...{ command: 'TIME', value: skewMs === null ? null : `${skewMs} ms` },
          objection: skewMs !== null && Math.abs(skewMs) >= MAX_SKEW_MS ? `${skewMs} ms off` : undefined,
        }),
        'within 1 s',
      ),
  },
  {
    ...{
      checkId: 'mon.rules',
      area: 'monitoring',
      rank: 'high',
      title: 'Alert rules of the platform are loaded in Prometheus',
    },
    shows: 'A failure of the platform itself is noticed.',
    fix: 'load deploy/prometheus/rules.yaml, or the rules of the chart, into Prometheus and name it in PROMETHEUS_URL',
    measure: alertRules,
  },
  {
    ...{
      checkId: 'mon.canary',
      area: 'monitoring',
      rank: 'high',
      title: 'A synthetic event becomes an alert in seconds',
    },
    shows: 'The way from event to alert works from end to end.',
    fix: 'set CANARY_URL and CANARY_API_KEY of compliance-reporter; redoubt canary says which stage fails',
    measure: canaryRounds,
  },
  {
    ...{ checkId: 'mon.collector-alive', area: 'monitoring', rank: 'high', title: 'Checks run every day' },
    shows: 'A gap in the evidence would be seen.',
    fix: 'look at the log of compliance-reporter, and RUN_INTERVAL_HOURS',
    measure: (evidence) =>
      ofRecords(evidence, 'compliance_runs: run before this one', ({ lastRunAtMs }) => {
        if (lastRunAtMs === null) return { value: 'none', passed: 'this is the first run' };
        const value = `${new Date(lastRunAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
        const hours = Math.round((evidence.nowMs - lastRunAtMs) / 3_600_000);
        return evidence.nowMs - lastRunAtMs > RUN_LIMIT_MS
          ? { value, failed: `no run for ${hours} hours` }
          : { value, passed: `the run before was at ${value}` };
      }),
  },
  {
    ...{ checkId: 'ir.ack-time', area: 'response', rank: 'medium', title: 'Critical alerts are acknowledged in time' },
    shows: 'People answer what is urgent within the time that was agreed.',
    fix: 'look at the alerts that waited; set up a channel that wakes somebody',
    measure: (evidence) =>
      ofRecords(
        evidence,
        'alerts, alert_history: critical alerts of the period',
        ({ criticalAlerts: { total, inTime, targetMinutes } }) => {
          const value = `${inTime} of ${total} within ${targetMinutes} min`;
          if (total === 0) return { value, passed: 'no critical alert of the period was due to be acknowledged' };
          return inTime / total >= GOOD_SHARE
            ? { value, passed: value }
            : { value, failed: `${value}; ${GOOD_SHARE * 100} % are wanted` };
        },
      ),
  },
  {
    ...{ checkId: 'ir.records', area: 'response', rank: 'medium', title: 'Closed incidents say what happened' },
    shows: 'Incidents end with a cause and what was done, so that people learn from them.',
    fix: 'redoubt incident note <id> with cause and actions for those named',
    measure: (evidence) =>
      ofRecords(
        evidence,
        'incidents, incident_history: closed in the period',
        ({ incidents: { closed, incomplete } }) => {
          const value = `${closed} closed, ${incomplete.length} without a note`;
          if (closed === 0) return { value, passed: 'no incident was closed in the period' };
          return incomplete.length > 0
            ? { value, failed: `without a note: ${some(incomplete)}` }
            : { value, passed: `${closed} of ${closed} with a note` };
        },
      ),
  },
  {
    ...{ checkId: 'chg.reasoned', area: 'change', rank: 'high', title: 'Changes have a reason' },
    shows: 'Each change of rules, suppressions and Redis users names who made it and why.',
    fix: 'give --reason (command line) or a reason in the page with every change',
    measure: (evidence) =>
      ofRecords(evidence, 'audit_log, security_audit: changes of the period', ({ reasons: { changes, without } }) => {
        const value = `${changes} changes, ${without.length} without actor or reason`;
        if (changes === 0) return { value, passed: 'nothing was changed in the period' };
        return without.length > 0
          ? { value, failed: `without: ${some(without)}` }
          : { value, passed: `${changes} of ${changes} with a reason` };
      }),
  },
  {
    ...{
      checkId: 'chg.two-person',
      area: 'change',
      rank: 'medium',
      title: 'Privileged changes are approved by another person',
    },
    shows: 'No single person changes rights alone.',
    fix: 'the platform records no approvals: approve changes in your own tool and waive the check with a pointer to it',
    measure: () => notMeasured('the platform records who changed what and no approvals'),
  },
  {
    ...{
      checkId: 'supply.sbom',
      area: 'supply',
      rank: 'medium',
      title: 'What runs has a bill of materials and a signature',
    },
    shows: 'What runs is what was built, of known parts.',
    fix: 'deploy by digest, with the signature of the release checked at admission',
    measure: (evidence) => {
      const found = ofPosture(evidence, 'supply.sbom');
      return found.summary.startsWith('acl-manager does not')
        ? notMeasured('there is no Kubernetes API to ask which images run')
        : found;
    },
  },
  {
    ...{
      checkId: 'gov.policy',
      area: 'governance',
      rank: 'low',
      title: 'The security policy was reviewed within a year',
    },
    shows: 'Somebody owns the policy and looked at it.',
    fix: 'review the policy, then `redoubt compliance attest gov.policy`',
    ...attested('gov.policy', { what: 'a policy with an owner, reviewed within a year', days: 365 }),
  },
];
