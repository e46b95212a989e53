import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { useMay, useMe } from '../session/session.ts';

export type Member = components['schemas']['ListMembersReply']['members'][number];

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/members', { signal })),
  staleTime: 300_000,
});

/** Members of the organisation; only oneself where one may not see them. */
export function useMembers(): readonly Pick<Member, 'userId' | 'email' | 'displayName' | 'isDisabled'>[] {
  const { user } = useMe();
  const { data } = useQuery({ ...membersQuery, enabled: useMay('members:read') });
  return data?.members ?? (user ? [{ ...user, isDisabled: false }] : []);
}

/** Who is meant by `user:<id>`, `api_key:<id>` or an e-mail address: their name, else the text as it is. */
export function useNameOf(): (who: string) => string {
  const members = useMembers();
  return (who) => {
    const id = who.startsWith('user:') ? who.slice('user:'.length) : undefined;
    return members.find(({ userId, email }) => userId === id || email === who)?.displayName ?? who;
  };
}
