import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { changeSinkRoute, createSinkRoute, deleteSinkRoute, switchSinkRoute } from './change.ts';
import { getSinkRoute, listSinksRoute } from './list.ts';
import { testSinkRoute } from './test.ts';

/** Where events are forwarded to. */
export function sinkRoutes(services: Services): Route[] {
  return [
    listSinksRoute(services),
    getSinkRoute(services),
    createSinkRoute(services),
    changeSinkRoute(services),
    deleteSinkRoute(services),
    switchSinkRoute(services, false),
    switchSinkRoute(services, true),
    testSinkRoute(services),
  ];
}
