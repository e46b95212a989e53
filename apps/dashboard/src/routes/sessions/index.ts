import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { endSessionRoute } from './end.ts';
import { endMemberSessionsRoute } from './end-all.ts';
import { listSessionsRoute } from './list.ts';

/** Who is signed in. */
export function sessionRoutes(services: Services): Route[] {
  return [listSessionsRoute(services), endSessionRoute(services), endMemberSessionsRoute(services)];
}
