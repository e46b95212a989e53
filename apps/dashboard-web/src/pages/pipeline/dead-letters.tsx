import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MailCheck, Undo2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { formatCount } from '../../format/format-number.ts';
import { pipelineText } from '../../messages/pipeline.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { FilterOne } from '../../ui/filter-menu.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { groupName } from './groups-table.tsx';
import { lettersQuery, type DeadLetter } from './pipeline-queries.ts';
import type { ReplayAsk } from './replay-dialog.tsx';

const LetterDrawer = lazy(() => import('./letter-drawer.tsx'));
const ReplayDialog = lazy(() => import('./replay-dialog.tsx'));

const route = getRouteApi('/app/pipeline');
const any = 'any';
const none: ReadonlySet<string> = new Set();
const idOf = ({ group, letterId }: DeadLetter): string => `${group}/${letterId}`;

const COLUMNS: readonly Column<DeadLetter>[] = [
  { id: 'group', title: pipelineText.group, width: '120px', cell: ({ group }) => groupName(group) },
  {
    id: 'reason',
    title: pipelineText.reason,
    width: '150px',
    minTableWidth: 720,
    cell: ({ reason }) => <span className="truncate text-muted">{reason.replaceAll('_', ' ')}</span>,
  },
  {
    id: 'message',
    title: pipelineText.message,
    width: 'minmax(200px,1fr)',
    cell: ({ message }) => <span className="truncate">{message}</span>,
  },
  {
    id: 'attempts',
    title: pipelineText.attempts,
    width: '64px',
    align: 'end',
    minTableWidth: 640,
    cell: ({ attempts }) => <span className="tabular">{formatCount(attempts)}</span>,
  },
  {
    id: 'when',
    title: pipelineText.when,
    width: '88px',
    align: 'end',
    cell: ({ atMs }) => <RelativeTime atMs={atMs} />,
  },
];

/** What could not be handled, by reason; it can be read and put back. */
export function DeadLetters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayReplay = useMay('pipeline:write');
  const query = useInfiniteQuery(lettersQuery(search));
  const rows = useMemo(() => query.data?.pages.flatMap(({ letters }) => letters) ?? [], [query.data]);
  const [selected, setSelected] = useState(none);
  const [ask, setAsk] = useState<ReplayAsk>();
  const first = query.data?.pages[0];
  const groups = [...new Set(first?.byReason.map(({ group }) => group))];
  const chosen = rows.filter((row) => selected.has(idOf(row)));
  // A request is about one group; so is what it is asked for.
  const chosenGroup = new Set(chosen.map(({ group }) => group)).size === 1 ? chosen[0]?.group : undefined;
  const change = (next: object): void => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  return (
    <Card
      isFlush
      title={pipelineText.letters}
      actions={
        <>
          <span className="tabular hidden text-xs text-muted sm:inline">
            {first && pipelineText.total(first.total)}
          </span>
          <FilterOne
            label={pipelineText.group}
            value={search.group ?? any}
            quietValue={any}
            options={[
              { value: any, label: pipelineText.allGroups },
              ...groups.map((value) => ({ value, label: groupName(value) })),
            ]}
            onChange={(value) => change({ group: value === any ? undefined : value })}
          />
          {mayReplay && chosenGroup !== undefined && (
            <Button
              size="sm"
              tone="primary"
              onClick={() => setAsk({ group: chosenGroup, letterIds: chosen.map(({ letterId }) => letterId) })}
            >
              <Undo2 aria-hidden />
              {pipelineText.replayChosen(chosen.length)}
            </Button>
          )}
          {mayReplay && chosen.length === 0 && groups.length > 0 && (
            <Menu
              align="end"
              trigger={
                <Button size="sm">
                  <Undo2 aria-hidden />
                  {pipelineText.replayAll}
                </Button>
              }
            >
              {groups.map((group) => (
                <MenuItem key={group} onSelect={() => setAsk({ group })}>
                  {groupName(group)}
                </MenuItem>
              ))}
            </Menu>
          )}
        </>
      }
    >
      {first && first.byReason.length > 0 && <Reasons counts={first.byReason} />}
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : first?.total === 0 ? (
        <EmptyState icon={MailCheck} title={pipelineText.lettersNone} text={pipelineText.lettersNoneText} />
      ) : (
        <div className="flex h-96 flex-col">
          <DataTable
            label={pipelineText.letters}
            columns={COLUMNS}
            rows={rows}
            rowId={idOf}
            rowLabel={({ message }) => message}
            {...(mayReplay ? { selected, onSelect: setSelected } : {})}
            openId={search.letter}
            onOpen={(letter) => change({ letter: idOf(letter) })}
            onEndReached={nextPage(query)}
            isLoading={query.isPending}
            isStale={query.isPlaceholderData}
            empty={<EmptyState icon={MailCheck} title={pipelineText.lettersNone} />}
          />
        </div>
      )}
      <Suspense>
        <LetterDrawer
          letter={rows.find((row) => idOf(row) === search.letter)}
          onClose={() => change({ letter: undefined })}
        />
        {ask && (
          <ReplayDialog
            ask={ask}
            onClose={() => {
              setAsk(undefined);
              setSelected(none);
            }}
          />
        )}
      </Suspense>
    </Card>
  );
}

function Reasons({ counts }: { counts: readonly { group: string; reason: string; count: number }[] }) {
  const { reason: shown } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ul className="flex flex-wrap gap-1.5 border-b border-line px-4 py-2">
      {counts.map(({ group, reason, count }) => (
        <li key={`${group} ${reason}`}>
          <Button
            size="sm"
            aria-pressed={shown === reason}
            onClick={() =>
              void navigate({
                search: (old) => ({ ...old, group, reason: shown === reason ? undefined : reason }),
                replace: true,
              })
            }
          >
            <span className="text-muted">{groupName(group)}</span>
            {reason.replaceAll('_', ' ')}
            <span className="tabular font-medium">{formatCount(count)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
