import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import type { RulesSearch } from './rules-search.ts';

export type ListedRule = components['schemas']['ListRulesReply']['rules'][number];
export type RuleReply = components['schemas']['GetRuleReply'];

const pageSize = 200;

/** Pages of the rules of the organisation, in the order of its packs. */
export function rulesQuery({ text, state, pack }: RulesSearch) {
  const filters = {
    ...(text === undefined ? {} : { text }),
    ...(state === undefined ? {} : { state }),
    ...(pack === undefined ? {} : { packId: pack }),
  };
  return infiniteQueryOptions({
    queryKey: ['rules', 'list', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET('/api/v1/rules', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
}

export function ruleQuery(ruleId: string) {
  return queryOptions({
    queryKey: ['rules', 'one', ruleId],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/rules/{ruleId}', { params: { path: { ruleId } }, signal })),
  });
}

/** How a rule of one's own was published, the newest first. */
export function versionsQuery(ruleId: string) {
  return queryOptions({
    queryKey: ['rules', 'versions', ruleId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/rules/{ruleId}/versions', { params: { path: { ruleId } }, signal })),
  });
}
