import { CHECKS, exceptionRefusal as refusalOf } from '@redoubt/compliance';
import { addException, appendAudit, endException, openExceptions } from '@redoubt/storage';
import { z } from 'zod';
import { nameOf } from '../../compliance/ask-reporter.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf } from '../author.ts';
import type { Services } from '../services.ts';
import { exceptionSchema } from './schemas.ts';

const why = z.string().trim().min(1).max(1_000).describe('Shown in reports and kept in the audit log');

export function listExceptionsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/exceptions',
    operationId: 'listComplianceExceptions',
    summary: 'List waivers and attestations that are good now, newest first',
    permission: 'platform:read',
    reply: z.strictObject({ exceptions: z.array(exceptionSchema) }),
    handle: async () => ({ json: { exceptions: await openExceptions(database) } }),
  });
}

export function addExceptionRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/compliance/exceptions',
    operationId: 'addComplianceException',
    summary: 'Answer for a check that fails (`waiver`), or vouch for what cannot be measured (`attestation`)',
    description: 'From the next run on; a check that is waived or attested never counts as a pass.',
    permission: 'platform:write',
    body: z.strictObject({
      kind: z.enum(['waiver', 'attestation']).default('waiver'),
      checkId: z.string().refine((id) => CHECKS.some(({ checkId }) => checkId === id), 'there is no such check'),
      owner: z.string().trim().min(1).max(256).describe('Who answers for it'),
      reason: why,
      expiresAtMs: z.int().describe('At most a year from now'),
    }),
    status: 201,
    reply: z.strictObject({ exceptionId: z.string() }),
    problems: ['refused'],
    handle: async (call) => {
      const { kind, checkId, owner, reason, expiresAtMs } = call.body;
      const lastsMs = expiresAtMs - clock.now();
      const refusal = refusalOf(kind, checkId, lastsMs);
      if (refusal !== undefined) throw new Refusal('refused', refusal);
      const createdBy = await nameOf(database, call.principal);
      const exceptionId = await database.transaction(async (session) => {
        const id = await addException(session, { kind, checkId, owner, reason, createdBy, expiresAtMs });
        const action = kind === 'waiver' ? 'compliance.waived' : 'compliance.attested';
        const target = { kind: 'compliance_check', id: checkId };
        const after = { exceptionId: id, owner, expiresAtMs };
        await appendAudit(session, { orgId: call.principal.orgId, actor: byOf(call, reason), action, target, after });
        return id;
      });
      return { json: { exceptionId } };
    },
  });
}

export function endExceptionRoute({ database }: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/compliance/exceptions/{exceptionId}',
    operationId: 'endComplianceException',
    summary: 'End a waiver or an attestation before its time',
    description: 'From the next run on the check counts as it is found.',
    permission: 'platform:write',
    params: z.strictObject({ exceptionId: z.uuid() }),
    query: z.strictObject({ reason: why }),
    reply: z.strictObject({ checkId: z.string() }),
    handle: async (call) => {
      const { exceptionId } = call.params;
      const by = await nameOf(database, call.principal);
      const ended = await database.transaction(async (session) => {
        const checkId = await endException(session, exceptionId, by);
        if (checkId === undefined) throw new Refusal('not_found', 'there is none, or it has ended');
        const target = { kind: 'compliance_check', id: checkId };
        const actor = byOf(call, call.query.reason);
        const entry = { orgId: call.principal.orgId, actor, action: 'compliance.exception_ended', target };
        await appendAudit(session, { ...entry, before: { exceptionId } });
        return checkId;
      });
      return { json: { checkId: ended } };
    },
  });
}
