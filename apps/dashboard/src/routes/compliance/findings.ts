import { CHECKS, countStatuses, FRAMEWORK_IDS, type ComplianceRun, type FrameworkId } from '@redoubt/compliance';
import { findRun, newestRun } from '@redoubt/storage';
import { z } from 'zod';
import { assess, readFindings, trendOf, type Findings } from '../../compliance/findings.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';
import {
  checkInPeriodSchema,
  checkSchema,
  controlSchema,
  frameworkId,
  frameworkSchema,
  newestRunSchema,
  observationSchema,
} from './schemas.ts';

export function complianceRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance',
    operationId: 'getCompliance',
    summary: 'How the installation does by framework: score, measured share, trend',
    description:
      'As the newest run of compliance-reporter found it. It belongs to the installation: members of the platform ' +
      'organisation alone see it.',
    permission: 'platform:read',
    cost: 2,
    reply: z.strictObject({
      run: newestRunSchema.nullable().describe('Null: no run has been made yet'),
      frameworks: z.array(frameworkSchema),
    }),
    handle: async () => {
      const findings = await readFindings(services);
      const frameworks = FRAMEWORK_IDS.map((id) => frameworkOfFindings(findings, id));
      return { json: { run: runOf(findings), frameworks } };
    },
  });
}

export function complianceFrameworkRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/frameworks/{frameworkId}',
    operationId: 'getComplianceFramework',
    summary: 'Controls of a framework and the checks each rests on, as the newest run found them',
    permission: 'platform:read',
    cost: 2,
    params: z.strictObject({ frameworkId }),
    reply: z.strictObject({
      framework: frameworkSchema,
      controls: z.array(controlSchema),
      checks: z.array(checkInPeriodSchema),
      limits: z.array(z.string()).describe('What all this does not say'),
    }),
    handle: async ({ params }) => {
      const findings = await readFindings(services);
      const { controls, checks, limits } = assess(findings, params.frameworkId);
      const framework = frameworkOfFindings(findings, params.frameworkId);
      return { json: { framework, controls, checks: checks.map(withoutEvidence), limits } };
    },
  });
}

export function complianceCheckRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/checks/{checkId}',
    operationId: 'getComplianceCheck',
    summary: 'The evidence of a check: what was asked of whom, what came back, and the verdict',
    permission: 'platform:read',
    params: z.strictObject({ checkId: z.string().min(1).max(64) }),
    query: z.strictObject({ runId: z.uuid().optional().describe('Without it the newest run') }),
    reply: z.strictObject({
      ...{ runId: z.string(), atMs: z.number(), collectorVersion: z.string() },
      check: checkSchema.extend({ observations: z.array(observationSchema) }),
    }),
    handle: async ({ params: { checkId }, query: { runId } }) => {
      if (CHECKS.every((one) => one.checkId !== checkId)) throw new Refusal('not_found', 'there is no such check');
      const newest = { orgId: null, fromMs: 0, toMs: clock.now() + 1 };
      const kept = await (runId === undefined ? newestRun(database, newest) : findRun(database, runId));
      if (!kept || kept.orgId !== null) throw new Refusal('not_found', 'there is no such run');
      const run = JSON.parse(kept.text) as ComplianceRun;
      const check = run.checks.find((one) => one.checkId === checkId);
      if (!check) throw new Refusal('not_found', 'the run did not make this check');
      const { collectorVersion } = run;
      return { json: { runId: kept.runId, atMs: kept.atMs, collectorVersion, check } };
    },
  });
}

function frameworkOfFindings(findings: Findings, id: FrameworkId): z.output<typeof frameworkSchema> {
  const { framework, summary } = assess(findings, id);
  const { id: known, ...about } = framework;
  return { frameworkId: known, ...about, ...summary, trend: trendOf(findings, id) };
}

function runOf({ newest }: Findings): unknown {
  if (newest === undefined) return null;
  const { run, seq, hash, keyId } = newest;
  const { runId, endedAtMs: atMs, score, trigger, requestedBy, collectorVersion, nodes, down } = run;
  const { value, measuredShare } = score;
  const head = { runId, seq, atMs, score: value, measuredShare, counts: countStatuses(run.checks), hash, keyId };
  return { ...head, trigger, requestedBy, collectorVersion, nodes, down };
}

type Assessed = ReturnType<typeof assess>['checks'][number];

function withoutEvidence({ checkId, area, title, rank, shows, fix, status, summary, period, ...rest }: Assessed) {
  const { attestDays, waiver } = rest;
  return { checkId, area, title, rank, shows, fix, status, summary, ...given({ attestDays, waiver }), period };
}
