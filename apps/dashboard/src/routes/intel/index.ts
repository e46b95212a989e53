import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { deleteIntelListRoute, importIntelListRoute, listIntelListsRoute } from './lists.ts';
import { getReputationRoute } from './reputation.ts';

/** What is known of things outside: threat-intelligence lists, and the standing of addresses. */
export function intelRoutes(services: Services): Route[] {
  return [
    listIntelListsRoute(services),
    importIntelListRoute(services),
    deleteIntelListRoute(services),
    getReputationRoute(services),
  ];
}
