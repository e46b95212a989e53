import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components, paths } from '../../api/schema.d.ts';

export type Posture = components['schemas']['GetSecurityPostureReply'];
export type Check = Posture['checks'][number];
export type PostureNode = Posture['nodes'][number];
export type RedisUser = Posture['users'][number];
export type Refusal = Posture['denied']['last'][number];
export type SecurityReply = components['schemas']['GetSecurityRequestReply'];
export type ChainRecord = components['schemas']['ListSecurityAuditReply']['records'][number];
type Kind = NonNullable<NonNullable<paths['/api/v1/security/audit']['get']['parameters']['query']>['kind']>;

const everyMs = 5_000;
const followEveryMs = 1_000;
const pageSize = 100;

export const postureQuery = queryOptions({
  queryKey: ['security', 'posture'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/security/posture', { signal })),
  refetchInterval: everyMs,
});

/** What came of a request, until it has come to its end. */
export function requestQuery(requestId: string) {
  return queryOptions({
    queryKey: ['security', 'request', requestId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/security/requests/{requestId}', { params: { path: { requestId } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'done' || state.status === 'error' ? false : followEveryMs),
  });
}

/** Pages of the chain, the newest first. */
export function chainQuery(kind: string | undefined) {
  // An unknown kind of an edited address is refused by the API, which says so.
  const filters = kind === undefined ? {} : { kind: kind as Kind };
  return infiniteQueryOptions({
    queryKey: ['security', 'chain', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET('/api/v1/security/audit', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
}
