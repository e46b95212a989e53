import { listRuleVersions } from '@redoubt/rulebook';
import type { Principal } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOf } from '../../auth/actor.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { RulePublisher } from '../../rules/rule-publisher.ts';
import { relayNow } from '../relay-now.ts';
import type { Services } from '../services.ts';
import { isInForce } from '../suppressions/schemas.ts';
import { problemSchema, ruleIdParams, ruleYaml } from './schemas.ts';

const reason = z.string().min(1).max(1_000).describe('Why; others will read it');
const versionNumber = z.number().int().min(1).max(1_000_000_000);

const reply = z.strictObject({
  ruleId: z.string(),
  version: versionNumber,
  problems: z.array(problemSchema).describe('Worth a word, though it is published'),
  isInForce,
});

const refusals = ['refused', 'overloaded'] as const;

export function publishRuleRoute(services: Services, publisher: RulePublisher): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/rules',
    operationId: 'publishRule',
    summary: 'Publish a rule of your own',
    description:
      'One Sigma rule or correlation. It stands in the place of a rule of the same id or name, be it your own or one of ' +
      'a pack. Earlier texts are kept. What is wrong with it is told by line in `errors`.',
    permission: 'rules:write',
    body: z.strictObject({ yaml: ruleYaml, reason }),
    status: 201,
    reply,
    problems: refusals,
    handle: async ({ principal, body, address }) => {
      const author = authorOf(principal, address, body.reason);
      const done = await publisher.publish(principal.orgId, { yaml: body.yaml }, author);
      return { json: { ...done, isInForce: await relayNow(services, principal.orgId) } };
    },
  });
}

export function ruleVersionsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/rules/{ruleId}/versions',
    operationId: 'listRuleVersions',
    summary: 'The published texts of a rule of your own, newest first',
    permission: 'rules:read',
    params: ruleIdParams,
    reply: z.strictObject({
      versions: z.array(
        z.strictObject({
          ruleId: z.string(),
          version: versionNumber,
          title: z.string(),
          yaml: z.string().optional().describe('Absent: it was withdrawn'),
          reason: z.string(),
          createdAtMs: z.number(),
          createdBy: z.string(),
        }),
      ),
    }),
    handle: async ({ principal, params: { ruleId } }) => {
      const versions = await listRuleVersions(database, principal.orgId, ruleId);
      if (versions.length === 0) throw new Refusal('not_found', 'there is no rule of your own of that id');
      return { json: { versions } };
    },
  });
}

export function rollbackRuleRoute(services: Services, publisher: RulePublisher): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/rules/{ruleId}/rollback',
    operationId: 'rollbackRule',
    summary: 'Publish an earlier text of a rule of your own again',
    permission: 'rules:write',
    params: ruleIdParams,
    body: z.strictObject({ version: versionNumber, reason: reason.optional() }),
    reply,
    problems: refusals,
    handle: async ({ principal, params: { ruleId }, body, address }) => {
      const { orgId } = principal;
      const versions = await listRuleVersions(services.database, orgId, ruleId);
      const wanted = versions.find(({ version }) => version === body.version);
      if (!wanted) throw new Refusal('not_found');
      const author = authorOf(principal, address, body.reason ?? `back to version ${body.version}`);
      const change = wanted.yaml === undefined ? { withdraw: ruleId } : { yaml: wanted.yaml, ruleId };
      const done = await publisher.publish(orgId, change, author);
      return { json: { ...done, isInForce: await relayNow(services, orgId) } };
    },
  });
}

export function withdrawRuleRoute(services: Services, publisher: RulePublisher): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/rules/{ruleId}/withdraw',
    operationId: 'withdrawRule',
    summary: 'Take a rule of your own out; its texts are kept, and a rule of a pack that it replaced runs again',
    permission: 'rules:write',
    params: ruleIdParams,
    body: z.strictObject({ reason }),
    reply,
    problems: refusals,
    handle: async ({ principal, params: { ruleId }, body, address }) => {
      const { orgId } = principal;
      const done = await publisher.publish(orgId, { withdraw: ruleId }, authorOf(principal, address, body.reason));
      return { json: { ...done, isInForce: await relayNow(services, orgId) } };
    },
  });
}

function authorOf(principal: Principal, address: string, said: string) {
  return { actor: actorOf(principal), address, reason: said };
}
