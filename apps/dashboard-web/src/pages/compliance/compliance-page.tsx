import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Page } from '../../app/page.tsx';
import { complianceText } from '../../messages/compliance.ts';
import { useMay } from '../../session/session.ts';
import { Copyable } from '../../ui/copy-button.tsx';
import { linkClass } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { overviewQuery, type Framework, type Overview, type Run } from './compliance-queries.ts';
import { ReportsCard } from './reports-card.tsx';
import { RunButton } from './run-button.tsx';

const FrameworkView = lazy(() => import('./framework-view.tsx'));
const RunsCard = lazy(() => import('./runs-card.tsx'));

const route = getRouteApi('/app/compliance');

/** What was measured for each framework, with its evidence, and the reports made of it. */
export function CompliancePage() {
  return useMay('platform:read') ? <Measured /> : <OwnReports />;
}

/** Of the installation nothing is shown to those it does not belong to. */
function OwnReports() {
  return (
    <Page>
      <div className="flex flex-col gap-3">
        <EmptyState icon={ShieldCheck} title={complianceText.ownTitle} text={complianceText.ownText} />
        <ReportsCard />
      </div>
    </Page>
  );
}

function Measured() {
  const { data: overview, error, refetch } = useQuery(overviewQuery);
  if (!overview) {
    return (
      <Page>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} className="py-24" /> : <PageSkeleton />}
      </Page>
    );
  }
  const { run } = overview;
  return (
    <Page toolbar={run && <Toolbar run={run} />}>
      <div className="flex flex-col gap-3">
        {run ? <Frameworks overview={overview} run={run} /> : <NoRun />}
        <ReportsCard />
        {run && (
          <Suspense fallback={<Skeleton className="h-40 rounded-lg" />}>
            <RunsCard />
          </Suspense>
        )}
      </div>
    </Page>
  );
}

function Toolbar({ run }: { run: Run }) {
  const { seq, atMs, hash } = run;
  return (
    <>
      <span className="text-sm font-medium">{complianceText.runNumber(seq)}</span>
      <span className="text-xs text-muted">
        <RelativeTime atMs={atMs} hasSuffix />
      </span>
      <span title={complianceText.runHash} className="text-xs text-muted max-sm:hidden">
        <Copyable text={hash} shown={hash.slice(0, 12)} />
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-3">
        <Link to="/incidents" search={{ text: complianceText.incidentsText }} className={`text-xs ${linkClass}`}>
          {complianceText.incidents}
        </Link>
        <RunButton />
      </span>
    </>
  );
}

function Frameworks({ overview: { frameworks }, run }: { overview: Overview; run: Run }) {
  const { framework = 'soc2' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      {run.down.length > 0 && (
        <p className="flex items-center gap-2 rounded-md border border-medium/30 bg-medium/12 px-3 py-1.5 text-sm">
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-medium" />
          {complianceText.down(run.down.length)}
        </p>
      )}
      <Tabs
        label={complianceText.frameworksLabel}
        value={framework}
        onChange={(next) =>
          void navigate({ search: (old) => ({ ...old, framework: next, control: undefined }), replace: true })
        }
        tabs={frameworks.map((one) => ({
          value: one.frameworkId,
          label: <TabLabel framework={one} />,
          content: () => (
            <Suspense fallback={<Skeleton className="h-96 rounded-lg" />}>
              <FrameworkView framework={one} />
            </Suspense>
          ),
        }))}
      />
    </>
  );
}

function TabLabel({ framework: { frameworkId, controls } }: { framework: Framework }) {
  const name = complianceText.frameworks[frameworkId];
  if (controls.exceptions === 0) return name;
  return (
    <span className="inline-flex items-center gap-1.5">
      {name}
      <span className="tabular rounded-full bg-critical/12 px-1.5 text-xs text-critical">{controls.exceptions}</span>
    </span>
  );
}

function NoRun() {
  return (
    <EmptyState
      icon={ShieldCheck}
      title={complianceText.emptyTitle}
      text={complianceText.emptyText}
      className="py-16"
      action={useMay('platform:write') ? <RunButton /> : <Copyable text={complianceText.emptyCommand} />}
    />
  );
}

function PageSkeleton() {
  return (
    <div className="flex flex-col gap-3" aria-busy="true">
      <Skeleton className="h-9 rounded-sm" />
      <div className="grid gap-3 lg:grid-cols-[300px_minmax(0,1fr)]">
        <Skeleton className="h-45 rounded-lg" />
        <Skeleton className="h-45 rounded-lg" />
      </div>
      <Skeleton className="h-96 rounded-lg" />
    </div>
  );
}
