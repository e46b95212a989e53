import { effectiveFeatures, modelStateSchema, SCORE_RANGES } from '@redoubt/contracts';
import { readModelState, scoreSteps, topScores } from '@redoubt/storage';
import { getOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { moment } from '../parameters.ts';
import type { Services } from '../services.ts';
import { anomalousEventJson, anomalousEventSchema } from './anomaly-schema.ts';
import { driftOf, sumOfSteps } from './drift.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Scores of the last day are held against those of so many days before it. */
const BASELINE_DAYS = 7;

export function anomalyRoutes(services: Services): Route[] {
  return [listAnomaliesRoute(services), anomalyModelRoute(services)];
}

function listAnomaliesRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/anomalies',
    operationId: 'listAnomalies',
    summary: 'The most unusual events of a stretch of time, most unusual first',
    description: 'Of events whose scores were worth keeping; like ones are listed once. Unusual is not malicious.',
    permission: 'events:read',
    query: z.strictObject({
      fromMs: moment.optional().describe('Earliest event time; default a day ago'),
      toMs: moment.optional().describe('Before this event time; default in an hour'),
      minScore: z.coerce.number().min(0).max(100).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(50).describe('Most to answer'),
    }),
    reply: z.strictObject({ anomalies: z.array(anomalousEventSchema) }),
    handle: async ({ principal, query }) => {
      const nowMs = clock.now();
      const { fromMs = nowMs - DAY_MS, toMs = nowMs + HOUR_MS, minScore, limit } = query;
      const scores = await topScores(database, principal.orgId, { fromMs, toMs, minScore, limit });
      return { json: { anomalies: scores.map(anomalousEventJson) } };
    },
  });
}

const modelSchema = modelStateSchema.omit({ type: true });
const counts = z.array(z.number().int()).length(SCORE_RANGES);

function anomalyModelRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/anomalies/model',
    operationId: 'getAnomalyModel',
    summary: 'How the anomaly model is doing: warm-up, budget of detections, and whether its scores drift',
    permission: 'events:read',
    reply: z.strictObject({
      isOn: z.boolean().describe('Scoring is on for the organisation'),
      model: modelSchema.nullable().describe('Null: nothing was learned yet'),
      scores: z
        .strictObject({ lastDay: counts, before: counts })
        .describe(`Scores in ${SCORE_RANGES} equal ranges: of 24 hours, and of ${BASELINE_DAYS} days before them`),
      drift: z
        .number()
        .nullable()
        .describe('0-1: the widest gap between the shares of the two up to any score. Null: too few scores'),
    }),
    handle: async ({ principal: { orgId } }) => {
      const toMs = clock.now() + HOUR_MS;
      const dayAgoMs = clock.now() - DAY_MS;
      const [organization, state, lastDay, before] = await Promise.all([
        getOrganization(database, orgId),
        readModelState(database, orgId),
        scoreSteps(database, orgId, { fromMs: dayAgoMs, toMs, stepMs: toMs - dayAgoMs }),
        scoreSteps(database, orgId, {
          fromMs: dayAgoMs - BASELINE_DAYS * DAY_MS,
          toMs: dayAgoMs,
          stepMs: BASELINE_DAYS * DAY_MS,
        }),
      ]);
      const sums = { lastDay: sumOfSteps(lastDay, SCORE_RANGES), before: sumOfSteps(before, SCORE_RANGES) };
      return {
        json: {
          isOn: effectiveFeatures(organization.features).ml_threat_detection,
          model: state === undefined ? null : z.object(modelSchema.shape).parse(state),
          scores: sums,
          drift: driftOf(sums.lastDay, sums.before),
        },
      };
    },
  });
}
