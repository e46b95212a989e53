import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { SettingsSearch } from './settings-search.ts';

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/organization', { signal })),
});

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/invitations', { signal })),
});

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/keys', { signal })),
});

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/channels', { signal })),
});

/** Lag and last success come anew while somebody looks. */
export const sinksQuery = queryOptions({
  queryKey: ['sinks'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/sinks', { signal })),
  refetchInterval: 10_000,
});

export const suppressionsQuery = queryOptions({
  queryKey: ['suppressions', 'list'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/suppressions', { signal })),
});

export function sessionsQuery(isMine: boolean) {
  return queryOptions({
    queryKey: ['sessions', isMine],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/sessions', { params: { query: { mine: isMine } }, signal })),
  });
}

const auditPage = 100;

/** Pages of the audit log, newest first. */
export function auditQuery({ action, actor, target, fromMs, toMs }: SettingsSearch) {
  const filters = {
    ...(action === undefined ? {} : { action }),
    ...(actor === undefined ? {} : { actor }),
    ...(target === undefined ? {} : { target }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  };
  return infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: auditPage, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET('/api/v1/audit', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
}
