import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { complianceText } from '../../messages/compliance.ts';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Check, Control } from './compliance-queries.ts';
import { ResultMark } from './result-mark.tsx';

const ControlDrawer = lazy(() => import('./control-drawer.tsx'));
const route = getRouteApi('/app/compliance');
const { columns } = complianceText;

const COLUMNS: readonly Column<Control>[] = [
  {
    id: 'control',
    title: columns.control,
    width: '104px',
    cell: ({ controlId }) => <span className="truncate font-medium">{controlId}</span>,
  },
  {
    id: 'summary',
    title: columns.summary,
    width: 'minmax(160px,3fr)',
    cell: ({ summary }) => <span className="truncate">{summary}</span>,
  },
  {
    id: 'checks',
    title: columns.checks,
    width: '112px',
    align: 'end',
    minTableWidth: 720,
    cell: (control) => <span className="tabular text-muted">{passedOf(control)}</span>,
  },
  {
    id: 'status',
    title: columns.status,
    width: '150px',
    cell: ({ status }) => <ResultMark status={status} hasWord />,
  },
];

function passedOf({ checks }: Control): string {
  return complianceText.checksOf(checks.filter(({ status }) => status === 'pass').length, checks.length);
}

interface ControlsCardProps {
  controls: readonly Control[];
  checks: readonly Check[];
}

/** Controls of a framework; those with a failing check can be shown alone. */
export function ControlsCard({ controls, checks }: ControlsCardProps) {
  const { control: openId, controls: filter } = route.useSearch();
  const navigate = route.useNavigate();
  const failing = controls.filter(({ status }) => status === 'exception');
  const rows = filter === 'open' ? failing : controls;
  const open = (control: string | undefined): void =>
    void navigate({ search: (old) => ({ ...old, control }), replace: true });
  const at = rows.findIndex(({ controlId }) => controlId === openId);
  const neighbour = (index: number): (() => void) | undefined => {
    const next = at < 0 ? undefined : rows[index];
    return next && (() => open(next.controlId));
  };
  return (
    <Card
      isFlush
      title={complianceText.controls}
      actions={
        <Segmented
          label={complianceText.controlsFilter}
          value={filter ?? 'all'}
          options={[
            { value: 'all', label: complianceText.all(controls.length) },
            { value: 'open', label: complianceText.open(failing.length) },
          ]}
          onChange={(next) =>
            void navigate({
              search: (old) => ({ ...old, controls: next === 'open' ? 'open' : undefined }),
              replace: true,
            })
          }
        />
      }
    >
      <div className="flex h-[calc(100dvh-360px)] min-h-96 flex-col">
        <DataTable
          label={complianceText.controls}
          columns={COLUMNS}
          rows={rows}
          rowId={({ controlId }) => controlId}
          rowLabel={({ controlId }) => controlId}
          narrow={(control) => <NarrowControl control={control} />}
          openId={openId}
          onOpen={({ controlId }) => open(controlId)}
          empty={<EmptyState icon={ShieldCheck} title={complianceText.noneOpen} />}
        />
      </div>
      <Suspense>
        <ControlDrawer
          control={rows[at]}
          checks={checks}
          onPrevious={neighbour(at - 1)}
          onNext={neighbour(at + 1)}
          onClose={() => open(undefined)}
        />
      </Suspense>
    </Card>
  );
}

function NarrowControl({ control }: { control: Control }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <span className="truncate font-medium">{control.controlId}</span>
        <span className="ml-auto">
          <ResultMark status={control.status} hasWord />
        </span>
      </span>
      <span className="truncate text-xs text-muted">{control.summary}</span>
    </div>
  );
}
