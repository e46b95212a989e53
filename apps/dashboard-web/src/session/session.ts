import { queryOptions, useQuery, useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { csrfToken } from '../api/csrf-token.ts';
import { ApiError } from '../api/api-error.ts';
import { currentSession, switchOrganization } from './auth-api.ts';
import type { Me, Permission } from './me.ts';

/** The open session, or null: nobody has signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Me | null> => {
    const me = await currentSession().catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'unauthenticated') return null;
      throw error;
    });
    csrfToken.current = me?.csrfToken ?? null;
    return me;
  },
  staleTime: 60_000,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Who uses the page. Only below the session gate. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new ApiError(401, 'unauthenticated');
  return data;
}

/** Whether the one who uses the page has a right; null needs none. */
export function useMay(permission: Permission | null): boolean {
  const { data } = useQuery(sessionQuery);
  return permission === null || data?.permissions.includes(permission) === true;
}

/** A session opened now: nothing of an earlier one stays. */
export function enterSession(client: QueryClient, me: Me): void {
  client.clear();
  csrfToken.current = me.csrfToken;
  client.setQueryData(sessionQuery.queryKey, me);
}

/** The session is gone: the gate asks to sign in. */
export function forgetSession(client: QueryClient): void {
  csrfToken.current = null;
  client.setQueryData(sessionQuery.queryKey, null);
}

/** Changes the organisation: everything that is shown is asked anew. */
export function useSwitchOrganization(): (orgId: string) => Promise<void> {
  const client = useQueryClient();
  return async (orgId) => {
    enterSession(client, await switchOrganization(orgId));
  };
}
