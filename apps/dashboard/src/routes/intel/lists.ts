import { INTEL_FORMATS, intelFormatOf, readIndicators } from '@redoubt/enrichment';
import { listIntelLists, removeIntelList, saveIntelList } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { readOrRefuse } from '../assets/change.ts';
import { byOf, reason } from '../author.ts';
import type { Services } from '../services.ts';

const listName = z.string().regex(/^\P{Cc}{1,128}$/u);

export function listIntelListsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/intel/lists',
    operationId: 'listIntelLists',
    summary: 'List the threat-intelligence lists events are matched against, by name',
    permission: 'intel:read',
    reply: z.strictObject({
      lists: z.array(
        z.strictObject({
          listId: z.uuid(),
          name: z.string(),
          format: z.string(),
          source: z.string(),
          indicators: z.int(),
          importedAtMs: z.number(),
          importedBy: z.string(),
        }),
      ),
    }),
    handle: async ({ principal: { orgId } }) => ({ json: { lists: await listIntelLists(database, orgId) } }),
  });
}

export function importIntelListRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/intel/lists/{name}',
    operationId: 'putIntelList',
    summary: 'Store a list, in place of the one of the same name',
    description: 'CSV, STIX 2.1 or a MISP export. Larger lists are imported at the command line.',
    permission: 'intel:write',
    cost: 5,
    params: z.strictObject({ name: listName }),
    body: z.strictObject({
      text: z.string().min(1),
      format: z.enum(INTEL_FORMATS).optional().describe('Found out where it is absent'),
      source: z.string().trim().min(1).max(256).default('api').describe('Where it came from'),
      reason,
    }),
    reply: z.strictObject({
      listId: z.uuid(),
      isNew: z.boolean(),
      indicators: z.int(),
      skipped: z.strictObject({ unusable: z.int(), repeated: z.int(), expired: z.int() }).describe('Entries left out'),
    }),
    problems: ['refused'],
    handle: async (call) => {
      const { text, source, reason: why } = call.body;
      const format = call.body.format ?? intelFormatOf(text);
      const { indicators, skipped } = readOrRefuse(() => readIndicators(text, format, clock.now()));
      if (indicators.length === 0) throw new Refusal('refused', `holds no indicator in ${format}`);
      const { orgId } = call.principal;
      const list = { orgId, name: call.params.name, format, source, indicators, actor: byOf(call, why) };
      return { json: { ...(await saveIntelList(database, list)), indicators: indicators.length, skipped } };
    },
  });
}

export function deleteIntelListRoute({ database }: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/intel/lists/{name}',
    operationId: 'deleteIntelList',
    summary: 'Remove a list with its indicators',
    permission: 'intel:write',
    params: z.strictObject({ name: listName }),
    query: z.strictObject({ reason }),
    reply: z.strictObject({ name: z.string() }),
    handle: async (call) => {
      const { name } = call.params;
      const { orgId } = call.principal;
      const actor = byOf(call, call.query.reason);
      if (!(await removeIntelList(database, { orgId, name, actor }))) throw new Refusal('not_found');
      return { json: { name } };
    },
  });
}
