import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, ScrollText } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { Page } from '../../app/page.tsx';
import { rulesText } from '../../messages/rules.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { FilterOne } from '../../ui/filter-menu.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { NarrowRule, RULE_COLUMNS } from './rule-columns.tsx';
import { rulesQuery, type ListedRule } from './rules-query.ts';
import { RULE_STATES, type RulesSearch } from './rules-search.ts';

const RuleDrawer = lazy(() => import('./rule-drawer.tsx'));
const RuleEditor = lazy(() => import('./rule-editor.tsx'));
const ToggleDialog = lazy(() => import('./toggle-dialog.tsx'));

const route = getRouteApi('/app/rules');
const any = 'any';

/** What the organisation detects: rules of its packs and its own. */
export function RulesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('rules:write');
  const [toggled, setToggled] = useState<ListedRule>();
  const query = useInfiniteQuery(rulesQuery(search));
  const rows = useMemo(() => query.data?.pages.flatMap(({ rules }) => rules) ?? [], [query.data]);
  const first = query.data?.pages[0];
  const change = (next: Partial<Record<keyof RulesSearch, unknown>>, replace = true): void =>
    void navigate({ search: (old) => ({ ...old, ...next }) as RulesSearch, replace });
  const open = (rule: ListedRule | undefined): void => change({ rule: rule?.ruleId }, rule === undefined);
  const at = rows.findIndex(({ ruleId }) => ruleId === search.rule);
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]];
  return (
    <Page
      isFull
      toolbar={
        <>
          <SearchBox
            label={rulesText.textFilter}
            placeholder={rulesText.textFilter}
            value={search.text ?? ''}
            onChange={(text) => change({ text: text || undefined })}
          />
          <FilterOne
            label={rulesText.state}
            value={search.state ?? any}
            quietValue={any}
            options={[
              { value: any, label: rulesText.anyState },
              ...RULE_STATES.map((value) => ({ value, label: rulesText.states[value] })),
            ]}
            onChange={(value) => change({ state: value === any ? undefined : value })}
          />
          <FilterOne
            label={rulesText.pack}
            value={search.pack ?? any}
            quietValue={any}
            options={[
              { value: any, label: rulesText.allPacks },
              ...(first?.packs ?? []).map(({ packId }) => ({ value: packId, label: packId })),
            ]}
            onChange={(value) => change({ pack: value === any ? undefined : value })}
          />
          <span className="tabular text-xs text-muted">{first && rulesText.counted(first.total)}</span>
          <span className="flex-1" />
          {mayWrite && (
            <Button size="sm" onClick={() => change({ edit: 'new' }, false)}>
              <Plus aria-hidden />
              {rulesText.newRule}
            </Button>
          )}
        </>
      }
    >
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} className="py-24" />
      ) : (
        <DataTable
          label={rulesText.list}
          columns={RULE_COLUMNS}
          rows={rows}
          rowId={({ packId, ruleId }) => `${packId}/${ruleId}`}
          rowLabel={({ title }) => title}
          narrow={(rule) => <NarrowRule rule={rule} />}
          {...(first ? { totalCount: first.total } : {})}
          openId={rows[at] && `${rows[at].packId}/${rows[at].ruleId}`}
          onOpen={open}
          actions={[{ keys: 'e', label: rulesText.runs, run: ([rule]) => setToggled(rule), isEnabled: mayWrite }]}
          onEndReached={nextPage(query)}
          isLoading={query.isPending}
          isStale={query.isPlaceholderData}
          empty={
            <EmptyState
              icon={ScrollText}
              title={rulesText.noneTitle}
              text={rulesText.noneText}
              action={<Button onClick={() => void navigate({ search: {} })}>{rulesText.clearFilters}</Button>}
              className="py-24"
            />
          }
        />
      )}
      <Suspense>
        <RuleDrawer
          ruleId={search.rule}
          onClose={() => open(undefined)}
          onPrevious={before && (() => open(before))}
          onNext={after && (() => open(after))}
          onToggle={setToggled}
          onEdit={({ ruleId }) => change({ edit: ruleId }, false)}
        />
        {toggled && <ToggleDialog rule={toggled} onClose={() => setToggled(undefined)} />}
        {search.edit !== undefined && (
          <RuleEditor
            key={search.edit}
            ruleId={search.edit}
            onClose={(published) =>
              change({ edit: undefined, ...(published === undefined ? {} : { rule: published }) })
            }
          />
        )}
      </Suspense>
    </Page>
  );
}
