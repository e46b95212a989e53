import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { sessionsText } from '../../messages/settings.ts';
import { useMay, useMe } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { PasswordForm } from './password-form.tsx';
import { sessionsQuery } from './settings-queries.ts';
import { SmallTable } from './small-table.tsx';
import { useSaving } from './use-saving.ts';

export function SessionsSection() {
  const { user } = useMe();
  const maySeeAll = useMay('members:read');
  return (
    <div className="flex flex-col gap-3">
      <Sessions isMine title={sessionsText.mine} />
      {maySeeAll && <Sessions isMine={false} title={sessionsText.all} />}
      {user && (
        <Card title={sessionsText.password}>
          <PasswordForm email={user.email} />
        </Card>
      )}
    </div>
  );
}

function Sessions({ isMine, title }: { isMine: boolean; title: string }) {
  const { data } = useQuery(sessionsQuery(isMine));
  const mayEndAll = useMay('members:write');
  const end = useSaving({
    send: (sessionId: string) =>
      answerOf(api.DELETE('/api/v1/sessions/{sessionId}', { params: { path: { sessionId } } })),
    changes: ['sessions', 'session'],
    done: () => sessionsText.ended,
    failed: sessionsText.failed,
  });
  return (
    <Card isFlush title={title}>
      <SmallTable
        label={title}
        heads={[sessionsText.who, sessionsText.address, sessionsText.started, sessionsText.seen, '']}
        empty=""
        rows={(data?.sessions ?? []).map((session) => ({
          id: session.sessionId,
          cells: [
            <span key="w" className="flex items-center gap-2">
              <span title={session.userAgent}>{session.displayName ?? session.email ?? session.userId}</span>
              {session.isCurrent && <Badge tone="accent">{sessionsText.current}</Badge>}
            </span>,
            <span key="a" className="code text-xs">
              {session.address}
            </span>,
            <RelativeTime key="s" atMs={session.startedAtMs} hasSuffix />,
            <RelativeTime key="l" atMs={session.lastSeenAtMs} hasSuffix />,
            (isMine || mayEndAll) && (
              <Button key="e" size="sm" onClick={() => end.mutate(session.sessionId)}>
                {sessionsText.end}
              </Button>
            ),
          ],
        }))}
      />
    </Card>
  );
}
