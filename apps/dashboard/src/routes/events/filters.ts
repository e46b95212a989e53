import { EVENT_VIEWS, isIpAddress } from '@redoubt/contracts';
import type { EventFilters } from '@redoubt/storage';
import { z } from 'zod';
import { given, minSeverity, moment, word } from '../parameters.ts';

/** Parameters that say which events are meant; all given ones hold together. */
export const eventFilters = {
  type: z.string().max(64).optional().describe('Event type'),
  minSeverity: minSeverity.optional(),
  sourceIp: z.string().max(64).refine(isIpAddress, 'is no IP address').optional(),
  user: word.optional(),
  asset: word.optional(),
  fromMs: moment.optional().describe('Earliest event time'),
  toMs: moment.optional().describe('Before this event time'),
  text: z.string().min(1).max(256).optional().describe('Part of the message or the JSON, any case; give a time range'),
};

/** Schema of others that events are shown in. */
export const viewParameter = z.enum(EVENT_VIEWS).optional().describe('Elastic Common Schema or OCSF');

/** The same without what was not given. */
export function eventFiltersOf(query: z.output<z.ZodObject<typeof eventFilters>>): EventFilters {
  const { type, minSeverity: floor, sourceIp, user, asset, fromMs, toMs, text } = query;
  return given({ type, minSeverity: floor, sourceIp, user, asset, fromMs, toMs, text });
}
