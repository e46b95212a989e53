import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { suppressText } from '../../messages/alerts.ts';
import { suppressionsText } from '../../messages/settings.ts';
import { PersonName } from '../../people/person-name.tsx';
import { useMay } from '../../session/session.ts';
import { useNow } from '../../time/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { suppressionsQuery } from './settings-queries.ts';
import { SmallTable } from './small-table.tsx';
import { useSaving } from './use-saving.ts';

export function SuppressionsSection() {
  const { data, error, refetch } = useQuery(suppressionsQuery);
  const mayWrite = useMay('suppressions:write');
  const nowMs = useNow();
  const end = useSaving({
    send: (suppressionId: string) =>
      answerOf(api.POST('/api/v1/suppressions/{suppressionId}/expire', { params: { path: { suppressionId } } })),
    changes: ['suppressions'],
    done: () => suppressionsText.ended,
    failed: suppressionsText.failed,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card isFlush title={suppressionsText.title}>
      <SmallTable
        label={suppressionsText.title}
        heads={[suppressionsText.matchers, suppressionsText.reason, suppressionsText.owner, suppressionsText.until, '']}
        empty={suppressionsText.empty}
        rows={(data?.suppressions ?? []).map(({ suppressionId, matchers, reason, owner, expiresAtMs }) => ({
          id: suppressionId,
          cells: [
            <ul key="m" className="flex flex-col">
              {matchers.map(({ field, op, value }) => (
                <li key={`${field} ${op}`} className="whitespace-nowrap">
                  <span className="text-muted">{suppressText.fields[field]}</span>{' '}
                  <span className="code text-xs">{[value].flat().join(', ')}</span>
                </li>
              ))}
            </ul>,
            <span key="r" className="wrap-anywhere">
              {reason}
            </span>,
            <PersonName key="o" who={owner} />,
            expiresAtMs <= nowMs ? suppressionsText.over : <RelativeTime key="u" atMs={expiresAtMs} />,
            mayWrite && expiresAtMs > nowMs && (
              <Button key="e" size="sm" onClick={() => end.mutate(suppressionId)}>
                {suppressionsText.end}
              </Button>
            ),
          ],
        }))}
      />
    </Card>
  );
}
