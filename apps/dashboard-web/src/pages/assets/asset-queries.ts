import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import type { AssetsSearch } from './assets-search.ts';

export type ListedAsset = components['schemas']['ListAssetsReply']['assets'][number];
export type Vulnerability = components['schemas']['GetAssetReply']['vulnerabilities'][number];

const pageSize = 100;
const everyMs = 60_000;

/** Pages of the inventory, by name. */
export function assetsQuery({ text }: AssetsSearch) {
  return infiniteQueryOptions({
    queryKey: ['assets', 'list', text ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: pageSize,
        ...(text === undefined ? {} : { text }),
        ...(pageParam && { cursor: pageParam }),
      };
      return answerOf(api.GET('/api/v1/assets', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
    refetchInterval: everyMs,
  });
}

export function assetQuery(name: string) {
  return queryOptions({
    queryKey: ['assets', 'one', name],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/assets/{name}', { params: { path: { name } }, signal })),
  });
}
