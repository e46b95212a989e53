import { countStatuses, type CheckStatus } from '@redoubt/compliance';
import { findComplianceRequest, listRuns, type ComplianceRequest, type StoredRun } from '@redoubt/storage';
import { may, type Principal } from '@redoubt/tenancy';
import { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { askReporter } from '../../compliance/ask-reporter.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import { moment } from '../parameters.ts';
import type { Services } from '../services.ts';
import { requestSchema, runSchema } from './schemas.ts';

export function listRunsRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/runs',
    operationId: 'listComplianceRuns',
    summary: 'List runs of the checks over the installation, newest first',
    permission: 'platform:read',
    query: z.strictObject({
      fromMs: moment.optional(),
      toMs: moment.optional().describe('Exclusive'),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
    reply: z.strictObject({ runs: z.array(runSchema) }),
    handle: async ({ query: { fromMs = 0, toMs = clock.now() + 1, limit } }) => {
      const runs = await listRuns(database, { orgId: null, fromMs, toMs });
      return { json: { runs: runs.reverse().slice(0, limit).map(shown) } };
    },
  });
}

export function startRunRoute({ database }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/compliance/runs',
    operationId: 'startComplianceRun',
    summary: 'Have every check of the installation measured now',
    description: 'compliance-reporter takes it up within a second: follow it with getComplianceRequest.',
    permission: 'platform:write',
    cost: 10,
    body: z.strictObject({ reason }),
    status: 202,
    reply: z.strictObject({ requestId: z.string() }),
    problems: ['overloaded'],
    handle: async (call) => {
      const { principal } = call;
      const requestId = await askReporter(database, { kind: 'run', orgId: null, args: {} }, principal);
      const target = { kind: 'compliance_run', id: requestId };
      const entry = { orgId: principal.orgId, actor: byOf(call, call.body.reason), target };
      await recordAudit(database, { ...entry, action: 'compliance.run_asked' });
      return { json: { requestId } };
    },
  });
}

export function complianceRequestRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/requests/{requestId}',
    operationId: 'getComplianceRequest',
    summary: 'What came of a run or report that was asked for',
    description: 'One of the own organisation; those of the installation with `platform:read`.',
    permission: 'reports:read',
    params: z.strictObject({ requestId: z.uuid() }),
    reply: requestSchema,
    handle: async ({ params, principal }) => {
      const request = await findComplianceRequest(database, params.requestId);
      if (!request || !maySee(principal, request.orgId)) throw new Refusal('not_found');
      return { json: requestOf(request) };
    },
  });
}

/** What is about no organisation is about the installation. */
export function maySee(principal: Principal, orgId: string | null): boolean {
  return orgId === null ? may(principal, 'platform:read') : orgId === principal.orgId;
}

function shown({ runId, seq, atMs, score, measuredShare, statuses, hash, keyId }: StoredRun) {
  const counts = countStatuses(Object.values(statuses).map((status) => ({ status: status as CheckStatus })));
  return { runId, seq, atMs, score, measuredShare, counts, hash, keyId };
}

function requestOf(request: ComplianceRequest): z.output<typeof requestSchema> {
  const { requestId, kind, createdAtMs, requestedBy, state, orgId } = request;
  const { runId = null, reportId = null } = (request.result ?? {}) as { runId?: string; reportId?: string };
  // Why it failed may name nodes of the installation.
  const error = request.error === null || orgId === null ? request.error : 'it failed, and the operator was told';
  return { requestId, kind, createdAtMs, requestedBy, state, runId, reportId, error };
}
