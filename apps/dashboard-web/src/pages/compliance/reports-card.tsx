import { useQuery } from '@tanstack/react-query';
import { FilePlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { complianceText } from '../../messages/compliance.ts';
import { useMay } from '../../session/session.ts';
import { formatDay, formatMoment } from '../../time/format-time.ts';
import { useZone, type Zone } from '../../time/zone.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { DownloadMenu } from '../../ui/download-menu.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { SmallTable } from '../settings/small-table.tsx';
import { reportsQuery, type Report } from './compliance-queries.ts';

const ReportDialog = lazy(() => import('./report-dialog.tsx'));
const { reportColumns, formats } = complianceText;
const FORMATS = Object.keys(formats) as (keyof typeof formats)[];

/** Signed reports that were made, with their hash, to be taken as files. */
export function ReportsCard() {
  const { data, error, refetch } = useQuery(reportsQuery);
  const mayMake = useMay('reports:write');
  const zone = useZone();
  const [isMaking, setMaking] = useState(false);
  return (
    <Card
      isFlush
      title={complianceText.reports}
      actions={
        mayMake && (
          <Button size="sm" onClick={() => setMaking(true)}>
            <FilePlus aria-hidden />
            {complianceText.makeReport}
          </Button>
        )
      }
    >
      {data ? (
        <SmallTable
          label={complianceText.reports}
          heads={[
            ...[reportColumns.report, reportColumns.period, reportColumns.made, reportColumns.score],
            reportColumns.hash,
            <span key="f" className="sr-only">
              {complianceText.download}
            </span>,
          ]}
          rows={data.reports.map((report) => ({ id: report.reportId, cells: cellsOf(report, zone) }))}
          empty={complianceText.reportsNone}
        />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="p-4">
          <SkeletonLines />
        </div>
      )}
      <Suspense>{isMaking && <ReportDialog onClose={() => setMaking(false)} />}</Suspense>
    </Card>
  );
}

function cellsOf(report: Report, zone: Zone) {
  const { reportId, framework, about, fromMs, toMs, createdAtMs, score, hash, statement } = report;
  return [
    <span key="r" className="flex items-center gap-2 whitespace-nowrap" title={statement}>
      {complianceText.frameworks[framework]}
      <Badge>{about === 'installation' ? complianceText.ofInstallation : complianceText.ofOrganization}</Badge>
    </span>,
    <span key="p" className="tabular whitespace-nowrap text-muted">
      {formatDay(fromMs, zone)} – {formatDay(toMs, zone)}
    </span>,
    <span key="m" className="text-muted">
      <RelativeTime atMs={createdAtMs} hasSuffix />
    </span>,
    <span key="s" className="tabular">
      {score ?? complianceText.reportNone}
    </span>,
    <Copyable key="h" text={hash} shown={hash.slice(0, 12)} />,
    <span key="d" className="flex justify-end">
      <DownloadMenu
        label={complianceText.download}
        name={complianceText.downloadOf(complianceText.frameworks[framework], formatMoment(createdAtMs, zone))}
        files={FORMATS.map((format) => ({
          label: formats[format],
          address: () => `/api/v1/compliance/reports/${reportId}?format=${format}`,
        }))}
        note={complianceText.downloadNote}
      />
    </span>,
  ];
}
