import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { exportEventsRoute } from './export.ts';
import { searchEventsRoute } from './search.ts';

export function eventRoutes(services: Services): Route[] {
  return [searchEventsRoute(services), exportEventsRoute(services)];
}
