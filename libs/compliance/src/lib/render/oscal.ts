import { sha256 } from '../integrity/seal.ts';
import { frameworkOf } from '../frameworks/framework.ts';
import type { ComplianceReport, ReportCheck, ReportControl } from '../report/report.ts';
import { assessmentPlan } from './oscal-plan.ts';
import { CONTROL_WORDS, periodText } from './words.ts';

/** Newest version that all tools we know of read. */
export const OSCAL_VERSION = '1.1.2';
/** What our properties are declared by. */
export const NAMESPACE = 'https://redoubt.dev/ns/oscal';

/** A UUID (version 5 by form) that is the same for the same text. */
export function uuidOf(...parts: readonly string[]): string {
  const hex = sha256(parts.join('\n'));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const iso = (atMs: number): string => new Date(atMs).toISOString();
export const prop = (name: string, value: string): Record<string, string> => ({
  name,
  ns: NAMESPACE,
  value: value.trim() === '' ? 'none' : value.replaceAll(/\s+/g, ' ').trim(),
});

/** `AC-6(9)` as the catalogue of NIST numbers it: `ac-6.9`. */
export const nistId = (controlId: string): string => controlId.toLowerCase().replace(/\((\d+)\)/, '.$1');

/** OSCAL assessment results, with the plan they follow inside. */
export function renderOscal(report: ComplianceReport): string {
  const plan = assessmentPlan(report);
  const planText = JSON.stringify(plan);
  const planUuid = uuidOf(report.reportId, 'plan-resource');
  return `${JSON.stringify(
    {
      'assessment-results': {
        uuid: uuidOf(report.reportId, 'assessment-results'),
        metadata: metadataOf(report, report.title),
        'import-ap': { href: `#${planUuid}` },
        results: [resultOf(report)],
        'back-matter': {
          resources: [
            {
              uuid: planUuid,
              title: 'Assessment plan',
              description: 'What is checked, how, and for which controls.',
              base64: {
                filename: 'assessment-plan.json',
                'media-type': 'application/json',
                value: Buffer.from(planText).toString('base64'),
              },
            },
          ],
        },
      },
    },
    null,
    2,
  )}\n`;
}

export function metadataOf(report: ComplianceReport, title: string): Record<string, unknown> {
  return {
    title,
    'last-modified': iso(report.createdAtMs),
    version: report.framework.mappingVersion,
    'oscal-version': OSCAL_VERSION,
    props: [
      prop('report-id', report.reportId),
      prop('framework', `${report.framework.name} ${report.framework.version}`),
      prop('scope', report.scope.name),
      ...(report.run ? [prop('run-hash', report.run.hash)] : []),
    ],
    remarks: report.limits.join(' '),
  };
}

/** Identifiers of 800-53 that the checks of the report stand for: they resolve against the catalogue of NIST. */
export function reviewedControls({ framework, controls }: ComplianceReport): Record<string, unknown> {
  const checks = new Set(controls.flatMap((control) => control.checks.map(({ checkId }) => checkId)));
  const ids = frameworkOf('nist80053')
    .controls.filter((control) => control.checks.some(({ checkId }) => checks.has(checkId)))
    .map(({ controlId }) => nistId(controlId));
  return {
    'control-selections': [
      {
        description: `Controls of NIST SP 800-53 that the checks for ${framework.name} stand for; those of ${framework.name} itself are in the findings.`,
        'include-controls': [...new Set(ids)].map((id) => ({ 'control-id': id })),
      },
    ],
  };
}

function resultOf(report: ComplianceReport): Record<string, unknown> {
  const { run, period, checks, controls, nodes } = report;
  const failing = checks.filter(({ status }) => status === 'fail' || status === 'waived');
  const components = nodes.map(({ nodeId, address, version, role }) => ({
    ...{ uuid: uuidOf('node', nodeId), type: 'software', title: `Redis node ${address}` },
    ...{ description: `${version}, ${role}`, status: { state: 'operational' } },
  }));
  const findings = controls
    .filter(({ status }) => status !== 'not-applicable')
    .map((control) => findingOf(report, control));
  return {
    uuid: uuidOf(report.reportId, 'result'),
    title: `${report.framework.name}, ${periodText(period)}`,
    description: report.summary.statement,
    start: iso(period.fromMs),
    end: iso(run?.atMs ?? period.toMs),
    ...(components.length > 0 ? { 'local-definitions': { components } } : {}),
    'reviewed-controls': reviewedControls(report),
    ...(checks.length > 0 ? { observations: checks.map((check) => observationOf(report, check)) } : {}),
    ...(failing.length > 0 ? { risks: failing.map((check) => riskOf(report, check)) } : {}),
    ...(findings.length > 0 ? { findings } : {}),
  };
}

function observationOf(report: ComplianceReport, check: ReportCheck): Record<string, unknown> {
  const at = check.observations[0]?.atMs ?? report.run?.atMs ?? report.createdAtMs;
  const subjects = report.nodes
    .filter(({ address }) => check.observations.some(({ subject }) => subject === `redis ${address}`))
    .map(({ nodeId, address }) => ({ 'subject-uuid': uuidOf('node', nodeId), type: 'component', title: address }));
  return {
    uuid: uuidOf(report.reportId, 'observation', check.checkId),
    title: check.title,
    description: check.summary,
    props: [prop('check-id', check.checkId), prop('status', check.status), prop('severity', check.rank)],
    methods: [check.status === 'manual' ? 'INTERVIEW' : 'TEST'],
    ...(subjects.length > 0 ? { subjects } : {}),
    ...(check.observations.length > 0 ? { 'relevant-evidence': check.observations.map(evidenceOf) } : {}),
    collected: iso(at),
    expires: iso(at + 86_400_000),
  };
}

function evidenceOf({
  subject,
  command,
  value,
  verdict,
  atMs,
}: ReportCheck['observations'][number]): Record<string, unknown> {
  const props = [
    prop('subject', subject),
    prop('command', command),
    prop('verdict', verdict),
    prop('observed-at', iso(atMs)),
  ];
  return { description: value === null || value === '' ? 'nothing was told' : value, props };
}

function riskOf(
  report: ComplianceReport,
  { checkId, title, summary, status, fix, waiver, rank }: ReportCheck,
): Record<string, unknown> {
  const { reportId } = report;
  return {
    uuid: uuidOf(reportId, 'risk', checkId),
    title,
    description: summary,
    statement: fix,
    props: [
      prop('check-id', checkId),
      prop('severity', rank),
      ...(waiver ? [prop('waived-by', waiver.owner), prop('waived-until', iso(waiver.expiresAtMs))] : []),
    ],
    status: status === 'waived' ? 'deviation-approved' : 'open',
    'related-observations': [{ 'observation-uuid': uuidOf(reportId, 'observation', checkId) }],
  };
}

function findingOf(report: ComplianceReport, control: ReportControl): Record<string, unknown> {
  const { reportId, framework, checks } = report;
  const isNist = framework.id === 'nist80053';
  const known = new Map(checks.map((check) => [check.checkId, check.status]));
  const of = control.checks.filter(({ checkId }) => known.has(checkId));
  const failing = of.filter(({ checkId }) => ['fail', 'waived'].includes(known.get(checkId) ?? ''));
  const isSatisfied = control.status === 'supported';
  const reason = isSatisfied ? 'pass' : control.status === 'exception' ? 'fail' : 'other';
  return {
    uuid: uuidOf(reportId, 'finding', control.controlId),
    title: `${framework.name} ${control.controlId}`,
    description: control.summary,
    props: [prop('framework', framework.id), prop('control-id', control.controlId)],
    target: {
      type: isNist ? 'statement-id' : 'objective-id',
      'target-id': isNist ? `${nistId(control.controlId)}_smt` : `${framework.id}_${control.controlId.toLowerCase()}`,
      status: {
        state: isSatisfied ? 'satisfied' : 'not-satisfied',
        reason,
        remarks: `${CONTROL_WORDS[control.status]}; evidence by machine, to be judged by an assessor.`,
      },
    },
    ...(of.length > 0
      ? {
          'related-observations': of.map(({ checkId }) => ({
            'observation-uuid': uuidOf(reportId, 'observation', checkId),
          })),
        }
      : {}),
    ...(failing.length > 0
      ? { 'related-risks': failing.map(({ checkId }) => ({ 'risk-uuid': uuidOf(reportId, 'risk', checkId) })) }
      : {}),
  };
}
