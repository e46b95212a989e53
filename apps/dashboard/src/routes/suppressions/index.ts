import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { createSuppressionRoute, expireSuppressionRoute } from './change.ts';
import { listSuppressionsRoute } from './list.ts';
import { previewSuppressionRoute } from './preview.ts';

export function suppressionRoutes(services: Services): Route[] {
  return [
    listSuppressionsRoute(services),
    previewSuppressionRoute(services),
    createSuppressionRoute(services),
    expireSuppressionRoute(services),
  ];
}
