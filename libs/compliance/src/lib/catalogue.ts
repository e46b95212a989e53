import type { Check, CheckResult, Waiver } from './check.ts';
import { ACCESS } from './checks/access.ts';
import { AUTHENTICATION } from './checks/authentication.ts';
import { AVAILABILITY } from './checks/availability.ts';
import { CONFIGURATION } from './checks/configuration.ts';
import { DRILLS } from './checks/drills.ts';
import { RECORDS } from './checks/records.ts';
import { TRANSPORT } from './checks/transport.ts';
import type { Evidence } from './evidence.ts';

/** Every check there is, in the order of reports. */
export const CHECKS: readonly Check[] = [
  ...AUTHENTICATION,
  ...ACCESS,
  ...TRANSPORT,
  ...CONFIGURATION,
  ...AVAILABILITY,
  ...DRILLS,
  ...RECORDS,
];

/** @throws RangeError for an id that no check has */
export function checkOf(checkId: string): Check {
  const found = CHECKS.find((one) => one.checkId === checkId);
  if (found === undefined) throw new RangeError(`no check ${checkId}`);
  return found;
}

/** Measures every check; a fail that somebody answers for is waived while the waiver lasts. */
export function measureAll(evidence: Evidence, waivers: readonly Waiver[]): CheckResult[] {
  return CHECKS.map(({ measure, ...card }): CheckResult => {
    const measured = measure(evidence);
    const waiver = waivers.find((one) => one.checkId === card.checkId && one.expiresAtMs > evidence.nowMs);
    if (measured.status !== 'fail' || waiver === undefined) return { ...card, ...measured };
    return { ...card, ...measured, status: 'waived', waiver };
  });
}
