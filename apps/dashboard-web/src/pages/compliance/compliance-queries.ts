import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import type { FrameworkId } from './compliance-search.ts';

type Schemas = components['schemas'];
export type Overview = Schemas['GetComplianceReply'];
export type Run = NonNullable<Overview['run']>;
export type Framework = Overview['frameworks'][number];
type Details = Schemas['GetComplianceFrameworkReply'];
export type Control = Details['controls'][number];
export type Check = Details['checks'][number];
export type Observation = Schemas['GetComplianceCheckReply']['check']['observations'][number];
export type Exception = Schemas['ListComplianceExceptionsReply']['exceptions'][number];
export type ListedRun = Schemas['ListComplianceRunsReply']['runs'][number];
export type Report = Schemas['ListComplianceReportsReply']['reports'][number];

const everyMs = 30_000;
const followEveryMs = 700;

export const overviewQuery = queryOptions({
  queryKey: ['compliance', 'overview'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/compliance', { signal })),
  refetchInterval: everyMs,
});

export function frameworkQuery(frameworkId: FrameworkId) {
  return queryOptions({
    queryKey: ['compliance', 'framework', frameworkId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/compliance/frameworks/{frameworkId}', { params: { path: { frameworkId } }, signal })),
  });
}

/** What the newest run saw for a check. */
export function evidenceQuery(checkId: string) {
  return queryOptions({
    queryKey: ['compliance', 'check', checkId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/compliance/checks/{checkId}', { params: { path: { checkId } }, signal })),
  });
}

export const runsQuery = queryOptions({
  queryKey: ['compliance', 'runs'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/compliance/runs', { params: { query: { limit: 20 } }, signal })),
});

export const exceptionsQuery = queryOptions({
  queryKey: ['compliance', 'exceptions'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/compliance/exceptions', { signal })),
});

export const reportsQuery = queryOptions({
  queryKey: ['compliance', 'reports'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/compliance/reports', { signal })),
});

/** What came of a request, until it has come to its end. */
export function complianceRequestQuery(requestId: string) {
  return queryOptions({
    queryKey: ['compliance-request', requestId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/compliance/requests/{requestId}', { params: { path: { requestId } }, signal })),
    refetchInterval: ({ state }) =>
      state.status === 'error' || (state.data && state.data.state !== 'asked') ? false : followEveryMs,
  });
}
