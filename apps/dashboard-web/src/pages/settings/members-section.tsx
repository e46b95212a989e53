import { useQuery } from '@tanstack/react-query';
import { Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../app/avatar.tsx';
import { answerOf, api } from '../../api/client.ts';
import { membersText } from '../../messages/settings.ts';
import { membersQuery, type Member } from '../../people/members.ts';
import { useMay, useMe } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { invitationsQuery } from './settings-queries.ts';
import { SmallTable } from './small-table.tsx';
import { useSaving } from './use-saving.ts';

export const ROLES = ['viewer', 'analyst', 'admin', 'auditor'] as const;
type Role = (typeof ROLES)[number];

export function MembersSection() {
  const { data, error, refetch } = useQuery(membersQuery);
  const mayWrite = useMay('members:write');
  const [isInviting, setInviting] = useState(false);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="flex flex-col gap-3">
      <Card
        isFlush
        title={membersText.members}
        actions={
          mayWrite && (
            <Button size="sm" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              {membersText.invite}
            </Button>
          )
        }
      >
        {data ? <Members members={data.members} mayWrite={mayWrite} /> : <SkeletonLines count={5} />}
      </Card>
      {mayWrite && <Invitations />}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </div>
  );
}

function Members({ members, mayWrite }: { members: readonly Member[]; mayWrite: boolean }) {
  const { user } = useMe();
  const [leaving, setLeaving] = useState<Member>();
  const change = useSaving({
    send: ({ userId, role }: { userId: string; role: Role; name: string }) =>
      answerOf(api.PUT('/api/v1/members/{userId}', { params: { path: { userId } }, body: { role } })),
    changes: ['members'],
    done: (_, { name, role }) => membersText.changed(name, membersText.roles[role]),
    failed: membersText.failed,
  });
  const remove = useSaving({
    send: ({ userId }: Member) => answerOf(api.DELETE('/api/v1/members/{userId}', { params: { path: { userId } } })),
    changes: ['members'],
    done: (_, { displayName }) => membersText.removed(displayName),
    failed: membersText.failed,
  });
  const rows = members.map((member) => {
    const { userId, displayName, email, role, source, isDisabled, lastLoginAtMs } = member;
    const isFixed = !mayWrite || source === 'oidc' || userId === user?.userId;
    return {
      id: userId,
      cells: [
        <span key="n" className="flex min-w-48 items-center gap-3">
          <Avatar name={displayName} />
          <span className="min-w-0">
            <span className="block truncate">{displayName}</span>
            <span className="block truncate text-xs text-muted">{email}</span>
          </span>
          {isDisabled && <Badge tone="warning">{membersText.disabled}</Badge>}
        </span>,
        isFixed ? (
          <span key="r" title={source === 'oidc' ? membersText.byProvider : undefined}>
            {membersText.roles[role]}
          </span>
        ) : (
          <Select<Role>
            key="r"
            label={`${membersText.role}: ${displayName}`}
            value={role}
            options={ROLES.map((value) => ({ value, label: membersText.roles[value] }))}
            onChange={(next) => change.mutate({ userId, role: next, name: displayName })}
          />
        ),
        lastLoginAtMs === undefined ? membersText.never : <RelativeTime key="l" atMs={lastLoginAtMs} hasSuffix />,
        !isFixed && (
          <IconButton
            key="x"
            icon={Trash2}
            label={membersText.removeTitle(displayName)}
            onClick={() => setLeaving(member)}
          />
        ),
      ],
    };
  });
  return (
    <>
      <SmallTable
        label={membersText.members}
        heads={[membersText.name, membersText.role, membersText.lastLogin, '']}
        rows={rows}
        empty=""
      />
      {leaving && (
        <Confirm
          isOpen
          onClose={() => setLeaving(undefined)}
          title={membersText.removeTitle(leaving.displayName)}
          text={membersText.removeText}
          confirmLabel={membersText.remove}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
        />
      )}
    </>
  );
}

function Invitations() {
  const { data } = useQuery(invitationsQuery);
  const open = data?.invitations.filter(({ state }) => state === 'open') ?? [];
  const revoke = useSaving({
    send: ({ invitationId }: { invitationId: string; email: string }) =>
      answerOf(api.DELETE('/api/v1/invitations/{invitationId}', { params: { path: { invitationId } } })),
    changes: ['invitations'],
    done: (_, { email }) => membersText.revoked(email),
    failed: membersText.failed,
  });
  return (
    <Card isFlush title={membersText.invitations}>
      <SmallTable
        label={membersText.invitations}
        heads={[membersText.email, membersText.role, membersText.invitedBy, membersText.expires, '']}
        empty={membersText.noInvitations}
        rows={open.map(({ invitationId, email, role, invitedBy, expiresAtMs }) => ({
          id: invitationId,
          cells: [
            email,
            membersText.roles[role],
            invitedBy,
            <RelativeTime key="e" atMs={expiresAtMs} />,
            <Button key="r" size="sm" onClick={() => revoke.mutate({ invitationId, email })}>
              {membersText.revoke}
            </Button>,
          ],
        }))}
      />
    </Card>
  );
}
