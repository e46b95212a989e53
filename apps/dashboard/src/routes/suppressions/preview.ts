import { randomUUID } from 'node:crypto';
import { MAX_PREVIEW, MAX_PREVIEWED_ALERTS, previewSuppression } from '@redoubt/alerting';
import { SEVERITIES, type Suppression } from '@redoubt/contracts';
import { newestAlerts } from '@redoubt/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { matchers } from './schemas.ts';

const dayMs = 86_400_000;

const count = z.number().int();

export function previewSuppressionRoute({ database, clock, limits }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/suppressions/preview',
    operationId: 'previewSuppression',
    summary: 'What a suppression would have hidden of the last days',
    permission: 'suppressions:read',
    body: z.strictObject({ matchers, days: z.number().int().min(1).max(30).default(7) }),
    reply: z.strictObject({
      days: count,
      isWhole: z.boolean().describe(`False when only the newest ${MAX_PREVIEWED_ALERTS} alerts were looked at`),
      alertCount: count.describe('Alerts that changed in that time'),
      hiddenCount: count.describe('Of these, it would have hidden so many'),
      hiddenEvents: count.describe('Events they counted'),
      bySeverity: z.strictObject(Object.fromEntries(SEVERITIES.map((severity) => [severity, count]))),
      rules: z.array(z.strictObject({ ruleId: z.string(), ruleName: z.string(), hiddenCount: count })),
      alertIds: z.array(z.uuid()).max(MAX_PREVIEW),
    }),
    handle: async ({ principal, body: { matchers: all, days } }) => {
      const nowMs = clock.now();
      const options = { limit: MAX_PREVIEWED_ALERTS, timeoutMs: limits.searchTimeoutMs };
      const filters = { fromMs: nowMs - days * dayMs };
      const { alerts, isWhole } = await newestAlerts(database, principal.orgId, filters, options);
      const draft: Suppression = {
        ...{ suppressionId: randomUUID(), owner: 'preview', reason: 'preview', createdAtMs: nowMs },
        ...{ expiresAtMs: nowMs + 1, matchers: all },
      };
      return { json: { days, isWhole, ...previewSuppression(alerts, draft) } };
    },
  });
}
