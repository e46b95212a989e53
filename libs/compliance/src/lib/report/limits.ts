import type { CheckResult } from '../check.ts';
import type { Framework } from '../frameworks/framework.ts';
import type { Scope } from '../run.ts';

/** What a report does not say, so that nobody reads more into it. */
export function limitsOf(framework: Framework, checks: readonly CheckResult[], scope: Scope): string[] {
  const unmeasured = checks.filter(({ status }) => status === 'not-measured').length;
  const ofRun = [
    `A check of the cluster passes only when every node passes it. ${unmeasured} checks of this report were not measured, with the reason beside each; they count as no pass.`,
    'Settings and users were read on every node, without sampling. Audit records are a sample of the newest 500; chains of hashes were recomputed in full.',
    'Each run is a moment: between two runs nothing was seen, except what the platform’s own records keep.',
  ];
  const ofNothing = [
    'No run took place in the period, so no check of this report was measured, and none counts as a pass.',
  ];
  return [
    'This is evidence, not an audit opinion. Whether a control is designed and works as the framework asks is for an auditor to judge.',
    `${framework.name} has controls that no measurement can answer; those that are not listed here were not looked at.`,
    framework.note,
    ...(checks.length === 0 ? ofNothing : ofRun),
    scope.kind === 'organization'
      ? 'Addresses and raw answers of the installation are kept with the report of the platform and left out here.'
      : 'Passwords, hashes of passwords and data of organisations are in no part of the evidence.',
  ];
}
