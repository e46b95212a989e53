import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { listDeadLettersRoute } from './list.ts';
import { replayDeadLettersRoute } from './replay.ts';
import { showDeadLetterRoute } from './show.ts';

export function deadLetterRoutes(services: Services): Route[] {
  return [listDeadLettersRoute(services), replayDeadLettersRoute(services), showDeadLetterRoute(services)];
}
