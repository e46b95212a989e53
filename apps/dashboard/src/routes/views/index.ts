import {
  deleteView,
  listViews,
  MAX_VIEW_NAME,
  MAX_VIEW_QUERY,
  MAX_VIEWS_PER_OWNER,
  saveView,
  type SavedView,
} from '@redoubt/storage';
import { may, readActorNames, type Principal } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOf } from '../../auth/actor.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf } from '../author.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';

const page = z.enum(['overview', 'alerts', 'incidents', 'live', 'search', 'rules', 'pipeline', 'redis', 'compliance']);
const viewSchema = z.strictObject({
  viewId: z.uuid(),
  page: z.string(),
  name: z.string(),
  query: z.string().describe("Search string of the page's address, without `?`"),
  owner: z.string().describe('`user:<id>` or `api_key:<id>`'),
  ownerName: z.string().nullable().describe('What people call them'),
  isOwn: z.boolean(),
  isShared: z.boolean().describe('Everybody in the organisation sees it'),
  updatedAtMs: z.int(),
});

/** Pages with filters that people come back to. */
export function viewRoutes(services: Services): Route[] {
  return [listViewsRoute(services), saveViewRoute(services), deleteViewRoute(services)];
}

function listViewsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/views',
    operationId: 'listViews',
    summary: "List saved views by name: one's own, and those that are shared",
    permission: 'org:read',
    query: z.strictObject({ page: page.optional() }),
    reply: z.strictObject({ views: z.array(viewSchema) }),
    handle: async ({ principal, query }) => {
      const owner = actorOf(principal);
      const views = await listViews(database, principal.orgId, { owner, ...given(query) });
      return { json: { views: await named(database, principal, views) } };
    },
  });
}

function saveViewRoute({ database }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/views',
    operationId: 'saveView',
    summary: "Keep a view, in place of one's own of that page and name",
    description: `One keeps at most ${MAX_VIEWS_PER_OWNER}. Sharing one needs \`alerts:write\`.`,
    permission: 'org:read',
    body: z.strictObject({
      page,
      name: z.string().min(1).max(MAX_VIEW_NAME),
      query: z
        .string()
        .max(MAX_VIEW_QUERY)
        .regex(/^[\x21-\x7e]*$/, 'is a search string, escaped'),
      isShared: z.boolean().default(false),
    }),
    status: 201,
    reply: z.strictObject({ view: viewSchema }),
    problems: ['refused'],
    handle: async (call) => {
      const { principal, body } = call;
      if (body.isShared && !may(principal, 'alerts:write'))
        throw new Refusal('forbidden', 'sharing needs alerts:write');
      const owner = actorOf(principal);
      const saved = await saveView(database, principal.orgId, { ...body, owner }, byOf(call));
      const [view] = await named(database, principal, [saved]);
      return { json: { view } };
    },
  });
}

function deleteViewRoute({ database }: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/views/{viewId}',
    operationId: 'deleteView',
    summary: "Take away a view of one's own; with `org:write` also one that another shares",
    permission: 'org:read',
    params: z.strictObject({ viewId: z.uuid() }),
    reply: z.strictObject({ view: viewSchema.describe('As it was') }),
    handle: async (call) => {
      const { principal, params } = call;
      const owner = actorOf(principal);
      const wanted = { ...params, owner, mayDeleteShared: may(principal, 'org:write') };
      const gone = await deleteView(database, principal.orgId, wanted, byOf(call));
      if (!gone) throw new Refusal('not_found');
      const [view] = await named(database, principal, [gone]);
      return { json: { view } };
    },
  });
}

async function named(
  database: Services['database'],
  principal: Principal,
  views: readonly SavedView[],
): Promise<z.input<typeof viewSchema>[]> {
  const owner = actorOf(principal);
  const names = await readActorNames(
    database,
    principal.orgId,
    views.map((view) => view.owner),
    { isEmailShown: may(principal, 'members:read') },
  );
  return views.map((view) => ({ ...view, ownerName: names.get(view.owner) ?? null, isOwn: view.owner === owner }));
}
