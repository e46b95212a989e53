import type { Incident } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { UserPlus, XCircle } from 'lucide-react';
import { useIncidentChanges } from '../../feeds/use-feed.ts';
import { incidentsText } from '../../messages/incidents.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { IncidentDetails } from './incident-details.tsx';
import { incidentQuery } from './incident-list.ts';

interface IncidentDrawerProps {
  incidentId: string | undefined;
  rows: readonly Incident[];
  onOpen: (incident: Incident | undefined) => void;
  onAssign: (incident: Incident) => void;
  onClose: (incident: Incident) => void;
  onNote: (incident: Incident, note: string) => void;
}

/** One incident beside the list. */
export default function IncidentDrawer({ incidentId, rows, onOpen, onNote, ...on }: IncidentDrawerProps) {
  const live = useIncidentChanges().byId.get(incidentId ?? '');
  const at = rows.findIndex((row) => row.incidentId === incidentId);
  const version = Math.max(live?.version ?? 0, rows[at]?.version ?? 0);
  const query = useQuery({ ...incidentQuery(incidentId ?? '', version), enabled: incidentId !== undefined });
  const loaded = query.data?.incident as Incident | undefined;
  const incident = (loaded?.version ?? 0) >= version ? loaded : (live ?? rows[at] ?? loaded);
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]];
  const mayWrite = useMay('incidents:write');
  return (
    <Drawer
      isOpen={incidentId !== undefined}
      onClose={() => onOpen(undefined)}
      title={incident?.title ?? (query.isError ? incidentsText.notFound : '…')}
      eyebrow={
        incident && (
          <>
            <SeverityMark severity={incident.severity} hasWord />
            <StatusMark status={incident.status} />
          </>
        )
      }
      onPrevious={before && (() => onOpen(before))}
      onNext={after && (() => onOpen(after))}
      footer={
        incident &&
        mayWrite &&
        incident.status !== 'closed' && (
          <>
            <Button size="sm" shortcut="a" onClick={() => on.onAssign(incident)}>
              <UserPlus aria-hidden />
              {incidentsText.assign}
            </Button>
            <Button size="sm" shortcut="c" onClick={() => on.onClose(incident)}>
              <XCircle aria-hidden />
              {incidentsText.close}
            </Button>
          </>
        )
      }
    >
      {incident ? (
        <IncidentDetails
          key={incident.incidentId}
          incident={incident}
          loaded={query.data}
          onNote={(note) => onNote(incident, note)}
        />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="p-5">
          <SkeletonLines count={8} />
        </div>
      )}
    </Drawer>
  );
}
