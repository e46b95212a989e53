import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ScrollText, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { nextPage } from '../../api/next-page.ts';
import { auditText } from '../../messages/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { JsonTree } from '../../ui/json-tree.tsx';
import { Moment, RelativeTime } from '../../ui/relative-time.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { auditQuery } from './settings-queries.ts';
import { useSaving } from './use-saving.ts';

type Entry = components['schemas']['ListAuditReply']['entries'][number];

const route = getRouteApi('/app/settings');

/** `Ana Silva <ana@example.com>` by the name alone. */
const nameOf = (text: string): string => text.replace(/ <[^>]*>$/, '');
const who = ({ actorName, actor }: Entry): string => nameOf(actorName ?? actor);
const what = ({ targetName, targetKind, targetId }: Entry): string => `${targetKind} ${nameOf(targetName ?? targetId)}`;

const COLUMNS: readonly Column<Entry>[] = [
  { id: 'when', title: auditText.when, width: '72px', cell: ({ atMs }) => <RelativeTime atMs={atMs} /> },
  {
    id: 'who',
    title: auditText.who,
    width: 'minmax(110px,1fr)',
    cell: (entry) => <span className="truncate">{who(entry)}</span>,
  },
  {
    id: 'action',
    title: auditText.what,
    width: 'minmax(140px,1fr)',
    cell: ({ action }) => <span className="code truncate text-xs">{action}</span>,
  },
  {
    id: 'target',
    title: auditText.target,
    width: 'minmax(140px,1.5fr)',
    minTableWidth: 560,
    cell: (entry) => <span className="truncate text-muted">{what(entry)}</span>,
  },
  {
    id: 'reason',
    title: auditText.reason,
    width: 'minmax(120px,1.5fr)',
    minTableWidth: 760,
    cell: ({ reason }) => <span className="truncate">{reason ?? ''}</span>,
  },
];

/** Who did what, when and why; each entry seals the one before it. */
export function AuditSection() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(auditQuery(search));
  const rows = useMemo(() => query.data?.pages.flatMap(({ entries }) => entries) ?? [], [query.data]);
  const [shown, setShown] = useState<Entry>();
  return (
    <Card
      isFlush
      title={auditText.title}
      actions={
        <>
          <SearchBox
            className="w-36 sm:w-56"
            label={auditText.action}
            placeholder={auditText.actionFilter}
            value={search.action ?? ''}
            onChange={(action) =>
              void navigate({ search: (old) => ({ ...old, action: action || undefined }), replace: true })
            }
          />
          <VerifyButton />
        </>
      }
    >
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="flex h-[calc(100dvh-180px)] min-h-96 flex-col">
          <DataTable
            label={auditText.title}
            columns={COLUMNS}
            rows={rows}
            rowId={({ seq }) => String(seq)}
            rowLabel={({ action }) => action}
            narrow={(entry) => <NarrowEntry entry={entry} />}
            openId={shown && String(shown.seq)}
            onOpen={setShown}
            onEndReached={nextPage(query)}
            isLoading={query.isPending}
            isStale={query.isPlaceholderData}
            empty={<EmptyState icon={ScrollText} title={auditText.empty} />}
          />
        </div>
      )}
      <EntryDrawer entry={shown} onClose={() => setShown(undefined)} />
    </Card>
  );
}

function NarrowEntry({ entry }: { entry: Entry }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <span className="code truncate text-xs">{entry.action}</span>
        <span className="ml-auto text-xs text-muted">
          <RelativeTime atMs={entry.atMs} />
        </span>
      </span>
      <span className="truncate text-xs text-muted">
        {who(entry)} · {what(entry)}
      </span>
    </div>
  );
}

function VerifyButton() {
  const verify = useSaving({
    send: () => answerOf(api.GET('/api/v1/audit/verify')),
    changes: [],
    done: ({ ok, checked, brokenAt }) => (ok ? auditText.sound(checked) : auditText.broken(brokenAt ?? 0)),
    failed: auditText.verifyFailed,
  });
  return (
    <Button size="sm" isBusy={verify.isPending} onClick={() => verify.mutate(undefined)}>
      <ShieldCheck aria-hidden />
      {auditText.verify}
    </Button>
  );
}

function EntryDrawer({ entry, onClose }: { entry: Entry | undefined; onClose: () => void }) {
  return (
    <Drawer
      isOpen={entry !== undefined}
      onClose={onClose}
      title={entry?.action ?? ''}
      eyebrow={entry && auditText.entry(entry.seq)}
    >
      {entry && (
        <>
          <DrawerSection>
            <Facts
              rows={[
                [auditText.when, <Moment key="w" atMs={entry.atMs} hasMillis />],
                [auditText.who, who(entry)],
                [auditText.target, what(entry)],
                [auditText.reason, entry.reason ?? '–'],
                [auditText.address, entry.address ?? '–'],
                [auditText.hash, <Copyable key="h" text={entry.hash} shown={entry.hash.slice(0, 16)} />],
              ]}
            />
          </DrawerSection>
          {entry.before !== null && (
            <DrawerSection title={auditText.before}>
              <JsonTree text={JSON.stringify(entry.before)} />
            </DrawerSection>
          )}
          {entry.after !== null && (
            <DrawerSection title={auditText.after}>
              <JsonTree text={JSON.stringify(entry.after)} />
            </DrawerSection>
          )}
        </>
      )}
    </Drawer>
  );
}
