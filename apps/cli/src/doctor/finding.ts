import { z } from 'zod';
import type { HealthCheck } from '../health/check.ts';

export const DOCTOR_AREAS = ['settings', 'redis', 'postgresql', 'streams', 'services', 'files'] as const;
export type DoctorArea = (typeof DOCTOR_AREAS)[number];

export const findingSchema = z.object({
  checkId: z.string(),
  area: z.enum(DOCTOR_AREAS),
  title: z.string(),
  status: z.enum(['ok', 'warn', 'fail', 'unknown']).describe('unknown: it could not be looked at'),
  evidence: z.string().describe('what was seen'),
  fix: z.string().describe('what to do about it'),
});
export type Finding = z.infer<typeof findingSchema>;
export type FindingStatus = Finding['status'];

/** What a finding is about, before anything was looked at. */
export type FindingHead = Pick<Finding, 'checkId' | 'area' | 'title' | 'fix'>;

export function finding(head: FindingHead, status: FindingStatus, evidence: string): Finding {
  return { ...head, status, evidence };
}

/**
 * A check of the morning's look, as a finding: what does not apply is left out.
 *
 * @param ifFailed how grave a failure is for whoever sets the platform up
 */
export function findingOf(check: HealthCheck, area: DoctorArea, ifFailed: 'warn' | 'fail' = 'fail'): Finding[] {
  const { checkId, title, evidence, fix, status } = check;
  if (status === 'not_applicable') return [];
  const own = ({ pass: 'ok', fail: ifFailed, not_measured: 'unknown' } as const)[status];
  return [{ checkId, area, title, status: own, evidence, fix }];
}
