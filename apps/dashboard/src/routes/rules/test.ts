import { alertSchema } from '@redoubt/contracts';
import { ruleOverrideSchema } from '@redoubt/rulebook';
import { may } from '@redoubt/tenancy';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { TEST_LIMITS, type RuleDesk } from '../../rules/rule-desk.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';
import type { OrgRules } from './org-rules.ts';
import { problemSchema, ruleYaml } from './schemas.ts';

const hourMs = 3_600_000;
const count = z.number().int();

const body = z.strictObject({
  yaml: ruleYaml.optional().describe('Rules that need not be published; with it no ruleId'),
  ruleId: z.string().min(1).max(256).optional(),
  override: ruleOverrideSchema
    .omit({ isEnabled: true })
    .optional()
    .describe('Threshold, window and severity in place of what is set'),
  hours: z.number().int().min(1).max(24).default(24).describe('Over the events accepted in so many hours'),
});

const { title, reason, severity, subject, firstSeenMs, lastSeenMs, sampleEventIds } = alertSchema.shape;

const reply = z.strictObject({
  events: count.describe('That were looked at'),
  isWhole: z
    .boolean()
    .describe(
      `False: only the oldest events were looked at, since there are more than ${TEST_LIMITS.events}, it took more ` +
        `than ${TEST_LIMITS.timeMs / 1_000} s, or ${TEST_LIMITS.alerts} alerts came of it`,
    ),
  matches: count.describe('Before they are folded into alerts'),
  alertCount: count,
  alerts: z
    .array(
      z.strictObject({
        ...{ title, reason, severity, count, subject, firstSeenMs, lastSeenMs, sampleEventIds },
      }),
    )
    .describe('At most 100: the gravest, then those of most events'),
  failures: count.describe('Events that could not be read or evaluated'),
  problems: z.array(problemSchema),
  fromMs: z.number(),
  toMs: z.number(),
  tookMs: count,
});

export function testRuleRoute({ clock }: Services, orgRules: OrgRules, desk: RuleDesk): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/rules/test',
    operationId: 'testRule',
    summary: 'Try a rule over stored events, as live detection would run it; nobody is told',
    description:
      'Also asks for `events:read`. Windows and alerts that began before the range are not known to it. Suppressions ' +
      'are left out. One organisation tries one rule at a time.',
    permission: 'rules:read',
    cost: 5,
    body,
    reply,
    problems: ['not_found', 'refused', 'overloaded'],
    handle: async ({ principal, body: ask, signal }) => {
      if (!may(principal, 'events:read')) throw new Refusal('forbidden', 'this needs events:read');
      const { orgId } = principal;
      const rule = ruleOf(ask);
      if ('ruleId' in rule) {
        const { rules } = await orgRules.read(orgId);
        if (!rules.some((one) => one.rule.id === rule.ruleId)) throw new Refusal('not_found');
      }
      const startedMs = clock.monotonicMs();
      const toMs = clock.now();
      const range = { fromMs: toMs - ask.hours * hourMs, toMs };
      const done = await desk.test(orgId, { rule, ...range, signal, ...given({ override: ask.override }) });
      const { problems, isWhole } = done;
      const { events, matches, alertCount, alerts, failureCount: failures } = done.result;
      const shown = alerts.map((alert) => shownAlert.parse(alert));
      const tookMs = Math.round(clock.monotonicMs() - startedMs);
      return { json: { events, isWhole, matches, alertCount, alerts: shown, failures, problems, ...range, tookMs } };
    },
  });
}

/** The fields of an alert that mean something before there is one. */
const shownAlert = z.object(reply.shape.alerts.element.shape);

function ruleOf({ yaml, ruleId }: z.output<typeof body>): { yaml: string } | { ruleId: string } {
  if (yaml !== undefined && ruleId === undefined) return { yaml };
  if (ruleId !== undefined && yaml === undefined) return { ruleId };
  throw new Refusal('invalid_body', 'give either yaml or ruleId');
}
