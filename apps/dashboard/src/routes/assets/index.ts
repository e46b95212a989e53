import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { deleteAssetRoute, importAssetsRoute, putAssetRoute } from './change.ts';
import { getAssetRoute, listAssetsRoute } from './list.ts';
import { importScanRoute } from './scans.ts';

/** What the organisation has, and how it is doing. */
export function assetRoutes(services: Services): Route[] {
  return [
    listAssetsRoute(services),
    importAssetsRoute(services),
    importScanRoute(services),
    getAssetRoute(services),
    putAssetRoute(services),
    deleteAssetRoute(services),
  ];
}
