import { searchOf, textField, wordField, wordsField, type RawSearch } from '../../router/search-fields.ts';

export const REDIS_VIEWS = ['posture', 'users', 'activity', 'nodes'] as const;
export type RedisView = (typeof REDIS_VIEWS)[number];

export const REFUSAL_REASONS = ['command', 'key', 'channel', 'auth'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** The address of the Redis page: the view, what is open in it, and the filters of what was refused. */
export function redisSearch(raw: RawSearch) {
  return searchOf({
    view: wordField(raw.view, REDIS_VIEWS),
    checks: wordField(raw.checks, ['open'] as const),
    show: wordField(raw.show, ['chain'] as const),
    user: textField(raw.user),
    reason: wordsField(raw.reason, REFUSAL_REASONS),
    by: textField(raw.by),
    node: textField(raw.node),
    kind: textField(raw.kind),
  });
}

export type RedisSearch = ReturnType<typeof redisSearch>;
