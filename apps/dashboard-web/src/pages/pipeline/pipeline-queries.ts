import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components, paths } from '../../api/schema.d.ts';
import type { PipelineSearch } from './pipeline-search.ts';

export type Pipeline = components['schemas']['GetPipelineReply'];
export type DeadLetter = components['schemas']['ListDeadLettersReply']['letters'][number];
type Reason = NonNullable<NonNullable<paths['/api/v1/dead-letters']['get']['parameters']['query']>['reason']>;

const everyMs = 3_000;
const pageSize = 100;

export const pipelineQuery = queryOptions({
  queryKey: ['pipeline'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/pipeline', { signal })),
  refetchInterval: everyMs,
});

/** Pages of dead letters; the first one counts them by reason. */
export function lettersQuery({ group, reason }: PipelineSearch) {
  const filters = {
    ...(group === undefined ? {} : { group }),
    // An unknown reason of an edited address is refused by the API, which says so.
    ...(reason === undefined ? {} : { reason: reason as Reason }),
  };
  return infiniteQueryOptions({
    queryKey: ['dead-letters', 'list', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET('/api/v1/dead-letters', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
}

export function letterQuery(group: string, letterId: string) {
  return queryOptions({
    queryKey: ['dead-letters', 'one', group, letterId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/dead-letters/{group}/{letterId}', { params: { path: { group, letterId } }, signal })),
  });
}
