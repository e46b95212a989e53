import { Bell } from 'lucide-react';
import { ApiError } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState, NoPermission, Stale } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';

const openedAtMs = Date.now();

export function StateSamples() {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Card title="Empty" isFlush>
        <EmptyState
          icon={Bell}
          title="No open alerts"
          text="Nothing matches these filters."
          action={<Button>Clear filters</Button>}
        />
      </Card>
      <Card title="Error" isFlush>
        <ErrorState
          error={new ApiError(503, 'unavailable', { retryAfterS: 2, requestId: 'c0ffee00-1' })}
          onRetry={() => undefined}
        />
      </Card>
      <Card title="No permission" isFlush>
        <NoPermission permission="members:read" />
      </Card>
      <Card title="Loading">
        <SkeletonLines count={6} />
      </Card>
      <Card title="Stale">
        <Stale sinceMs={openedAtMs - 12_000}>
          <p className="text-2xl font-semibold">1,284</p>
        </Stale>
      </Card>
      <Card title="Loading table" isFlush>
        <div className="flex h-60 flex-col">
          <DataTable
            label="Loading"
            columns={[
              { id: 'a', title: 'Name', width: '2fr', cell: () => null },
              { id: 'b', title: 'Role', width: '1fr', cell: () => null },
            ]}
            rows={[]}
            rowId={() => ''}
            rowLabel={() => ''}
            isLoading
            empty={null}
          />
        </div>
      </Card>
    </div>
  );
}
