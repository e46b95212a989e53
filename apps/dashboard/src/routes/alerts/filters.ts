import { ALERT_STATUSES, DISPOSITIONS, isIpAddress } from '@redoubt/contracts';
import type { AlertFilters, CaseFilters } from '@redoubt/storage';
import { z } from 'zod';
import { flag, given, listOf, minSeverity, moment, word } from '../parameters.ts';

/** Parameters that lists of alerts and of incidents share. */
export const caseFilters = {
  minSeverity: minSeverity.optional(),
  sourceIp: z.string().max(64).refine(isIpAddress, 'is no IP address').optional(),
  user: word.optional(),
  asset: word.optional(),
  subject: word.optional().describe('Address, user or asset, whichever it is'),
  assignee: z.string().max(256).optional().describe("Empty: nobody's"),
  text: z.string().min(1).max(256).optional().describe('Part of the title, any case'),
  fromMs: moment.optional().describe('Earliest, of the time that is sorted by'),
  toMs: moment.optional().describe('Before this time'),
  sort: z.enum(['updated', 'lastSeen']).default('updated').describe('Newest first by this'),
};

/** The same as the store wants them. */
export function caseFiltersOf(query: z.output<z.ZodObject<typeof caseFilters>>): Omit<CaseFilters, 'statuses'> {
  const { minSeverity: floor, sourceIp, user, asset, subject, text, fromMs, toMs } = query;
  const assignee = query.assignee === '' ? null : query.assignee;
  return given({ minSeverity: floor, sourceIp, user, asset, subject, assignee, text, fromMs, toMs });
}

/** Parameters that say which alerts are meant. */
export const alertFilters = {
  ...caseFilters,
  status: listOf(z.enum(ALERT_STATUSES)).optional().describe('Any of these'),
  ruleId: z.string().min(1).max(256).optional(),
  disposition: z.enum(DISPOSITIONS).optional(),
  incidentId: z.uuid().optional(),
  isHidden: flag.optional().describe('Only those that a suppression or another alert hides, or only the others'),
};

/** The same as the store wants them. */
export function alertFiltersOf(query: z.output<z.ZodObject<typeof alertFilters>>): AlertFilters {
  const { status: statuses, ruleId, disposition, incidentId, isHidden } = query;
  return { ...caseFiltersOf(query), ...given({ statuses, ruleId, disposition, incidentId, isHidden }) };
}
