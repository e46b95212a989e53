import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { keysText } from '../../messages/settings.ts';
import { useMay } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { keysQuery } from './settings-queries.ts';
import { SmallTable } from './small-table.tsx';
import { useSaving } from './use-saving.ts';

type Key = components['schemas']['ListKeysReply']['keys'][number];

export function KeysSection() {
  const { data, error, refetch } = useQuery(keysQuery);
  const mayWrite = useMay('keys:write');
  const [isCreating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<Key>();
  const revoke = useSaving({
    send: ({ keyId }: Key) => answerOf(api.DELETE('/api/v1/keys/{keyId}', { params: { path: { keyId } } })),
    changes: ['keys'],
    done: (_, { name }) => keysText.revokedSaid(name),
    failed: keysText.failed,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card
      isFlush
      title={keysText.keys}
      actions={
        mayWrite && (
          <Button size="sm" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {keysText.create}
          </Button>
        )
      }
    >
      <SmallTable
        label={keysText.keys}
        heads={[keysText.name, keysText.scopes, keysText.created, keysText.expires, '']}
        empty={keysText.empty}
        rows={(data?.keys ?? []).map((key) => ({
          id: key.keyId,
          cells: [
            <span key="n">
              <span className={key.revokedAtMs === undefined ? 'block' : 'block text-muted line-through'}>
                {key.name}
              </span>
              <span className="code block text-xs text-muted">{`rk_${key.keyId}_…`}</span>
            </span>,
            <span key="s" className="flex flex-wrap gap-1">
              {key.scopes.map((scope) => (
                <Badge key={scope}>{keysText.scopeNames[scope] ?? scope}</Badge>
              ))}
            </span>,
            <RelativeTime key="c" atMs={key.createdAtMs} hasSuffix />,
            key.expiresAtMs === undefined ? keysText.neverExpires : <RelativeTime key="e" atMs={key.expiresAtMs} />,
            key.revokedAtMs !== undefined ? (
              <span key="r" className="text-muted">
                {keysText.revoked}
              </span>
            ) : (
              mayWrite && (
                <Button key="r" size="sm" onClick={() => setLeaving(key)}>
                  {keysText.revoke}
                </Button>
              )
            ),
          ],
        }))}
      />
      {isCreating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {leaving && (
        <Confirm
          isOpen
          onClose={() => setLeaving(undefined)}
          title={keysText.revokeTitle(leaving.name)}
          text={keysText.revokeText}
          confirmLabel={keysText.revoke}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
        />
      )}
    </Card>
  );
}
