import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Server } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { Page } from '../../app/page.tsx';
import { assetsText } from '../../messages/assets.ts';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { ASSET_COLUMNS, NarrowAsset } from './asset-columns.tsx';
import { assetsQuery, type ListedAsset } from './asset-queries.ts';

const AssetDrawer = lazy(() => import('./asset-drawer.tsx'));
const route = getRouteApi('/app/assets');

/** What the organisation has: how much depends on it, who looks after it, and how it is doing. */
export function AssetsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(assetsQuery(search));
  const rows = useMemo(() => query.data?.pages.flatMap(({ assets }) => assets) ?? [], [query.data]);
  const open = (asset: ListedAsset | undefined): void =>
    void navigate({ search: (old) => ({ ...old, asset: asset?.name }), replace: asset === undefined });
  const at = rows.findIndex(({ name }) => name === search.asset);
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]];
  return (
    <Page
      isFull
      toolbar={
        <SearchBox
          label={assetsText.textFilter}
          placeholder={assetsText.textFilter}
          value={search.text ?? ''}
          onChange={(text) => void navigate({ search: (old) => ({ ...old, text: text || undefined }), replace: true })}
        />
      }
    >
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} className="py-24" />
      ) : (
        <DataTable
          label={assetsText.list}
          columns={ASSET_COLUMNS}
          rows={rows}
          rowId={({ name }) => name}
          rowLabel={({ name }) => name}
          narrow={(asset) => <NarrowAsset asset={asset} />}
          openId={search.asset}
          onOpen={open}
          onEndReached={nextPage(query)}
          isLoading={query.isPending}
          isStale={query.isPlaceholderData}
          empty={<NoAssets hasFilter={search.text !== undefined} onClear={() => void navigate({ search: {} })} />}
        />
      )}
      <Suspense>
        <AssetDrawer
          name={search.asset}
          onClose={() => open(undefined)}
          onPrevious={before && (() => open(before))}
          onNext={after && (() => open(after))}
        />
      </Suspense>
    </Page>
  );
}

function NoAssets({ hasFilter, onClear }: { hasFilter: boolean; onClear: () => void }) {
  return hasFilter ? (
    <EmptyState
      icon={Server}
      title={assetsText.noMatchTitle}
      action={<Button onClick={onClear}>{assetsText.clearFilter}</Button>}
      className="py-24"
    />
  ) : (
    <EmptyState
      icon={Server}
      title={assetsText.noneTitle}
      text={assetsText.noneText}
      action={<Copyable text={assetsText.noneCommand} />}
      className="py-24"
    />
  );
}
