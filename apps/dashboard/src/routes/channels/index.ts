import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { changeChannelRoute, createChannelRoute, deleteChannelRoute } from './change.ts';
import { listChannelsRoute, listDeliveriesRoute } from './list.ts';
import { testChannelRoute } from './test.ts';

/** Ways to tell people of alerts. */
export function channelRoutes(services: Services): Route[] {
  return [
    listChannelsRoute(services),
    listDeliveriesRoute(services),
    createChannelRoute(services),
    changeChannelRoute(services),
    deleteChannelRoute(services),
    testChannelRoute(services),
  ];
}
