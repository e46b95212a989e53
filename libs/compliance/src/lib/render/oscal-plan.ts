import type { ComplianceReport } from '../report/report.ts';
import { metadataOf, prop, reviewedControls, uuidOf } from './oscal.ts';

/** The plan that assessment results follow: which checks are made, by which means. */
export function assessmentPlan(report: ComplianceReport): Record<string, unknown> {
  const systemUuid = uuidOf('system', report.scope.name);
  const checks = [...new Set(report.controls.flatMap((control) => control.checks.map(({ checkId }) => checkId)))];
  return {
    'assessment-plan': {
      uuid: uuidOf(report.reportId, 'assessment-plan'),
      metadata: metadataOf(report, `Plan: ${report.title}`),
      'import-ssp': { href: `#${systemUuid}` },
      'reviewed-controls': reviewedControls(report),
      'local-definitions': {
        activities: checks.map((checkId) => ({
          uuid: uuidOf('activity', checkId),
          title: checkId,
          description: 'Measured by the collector on every node, or on the records of the platform.',
          props: [prop('method', 'TEST')],
        })),
      },
      'back-matter': {
        resources: [
          {
            uuid: systemUuid,
            title: `System: ${report.scope.name}`,
            description: 'The system security plan is kept by the operator of the installation.',
          },
        ],
      },
    },
  };
}
