import type { Alert, Incident } from '@redoubt/contracts';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { components } from '../../api/schema.d.ts';
import { foldedHistory } from '../../history/folded-history.ts';
import { alertDetailText } from '../../messages/alerts.ts';
import { incidentsText } from '../../messages/incidents.ts';
import { PersonName } from '../../people/person-name.tsx';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { DrawerSection, Facts } from '../../ui/drawer.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Moment, RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

export type IncidentReply = components['schemas']['GetIncidentReply'];

interface IncidentDetailsProps {
  incident: Incident;
  loaded: IncidentReply | undefined;
  onNote: (note: string) => void;
}

/** One incident: what its alerts have in common, the alerts, and what people did. */
export function IncidentDetails({ incident, loaded, onNote }: IncidentDetailsProps) {
  return (
    <>
      <DrawerSection title={incidentsText.facts}>
        <Facts rows={factsOf(incident)} />
      </DrawerSection>
      <DrawerSection title={incidentsText.alertsOf(incident.alertCount)}>
        {!loaded ? <SkeletonLines count={4} /> : <AlertLines alerts={loaded.alerts as Alert[]} />}
      </DrawerSection>
      <DrawerSection title={incidentsText.timeline}>
        {!loaded ? <SkeletonLines count={3} /> : <Timeline history={loaded.history} />}
        <NoteForm onNote={onNote} />
      </DrawerSection>
    </>
  );
}

function factsOf({ subject, kind, firstSeenMs, lastSeenMs, riskScore, assignee, closeReason }: Incident) {
  const rows: [string, ReactNode][] = [];
  for (const [name, value] of Object.entries(subject)) {
    if (value !== undefined) rows.push([SUBJECTS[name] ?? name, <Copyable key={name} text={value} />]);
  }
  rows.push([incidentsText.kind, incidentsText.kinds[kind]]);
  rows.push([
    incidentsText.risk,
    <span key="r" className="tabular">
      {Math.round(riskScore)} / 100
    </span>,
  ]);
  rows.push([incidentsText.firstSeen, <Moment key="f" atMs={firstSeenMs} />]);
  rows.push([incidentsText.lastSeen, <Moment key="l" atMs={lastSeenMs} />]);
  rows.push([incidentsText.assignee, assignee === undefined ? '–' : <PersonName key="p" who={assignee} />]);
  if (closeReason !== undefined) rows.push([incidentsText.closeReasonOf, closeReason]);
  return rows;
}

const SUBJECTS: Readonly<Record<string, string>> = { sourceIp: 'Source', user: 'User', asset: 'Asset', group: 'Group' };

function AlertLines({ alerts }: { alerts: readonly Alert[] }) {
  if (alerts.length === 0) return <p className="text-sm text-muted">{incidentsText.noAlerts}</p>;
  return (
    <ul className="-mx-2">
      {alerts.map(({ alertId, severity, title, status, lastSeenMs }) => (
        <li key={alertId}>
          <Link
            to="/alerts"
            search={{ alert: alertId, range: 'all' }}
            className="flex min-h-8 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover"
          >
            <SeverityMark severity={severity} />
            <span className="min-w-0 flex-1 truncate">{title}</span>
            <StatusMark status={status} />
            <span className="w-12 text-right text-muted">
              <RelativeTime atMs={lastSeenMs} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Timeline({ history }: { history: IncidentReply['history'] }) {
  return (
    <ol className="flex flex-col">
      {foldedHistory(history).map(({ entry, repeated }) => (
        <li key={entry.version} className="flex gap-3 pb-3 text-sm last:pb-0">
          <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-accent" />
          <div className="min-w-0 flex-1">
            <span className="font-medium">{incidentsText.changes[entry.change]}</span>
            {repeated > 1 && <span className="tabular text-muted"> × {repeated}</span>}
            {entry.actor !== undefined && (
              <span className="text-muted">
                {' '}
                {alertDetailText.by} <PersonName who={entry.actor} />
              </span>
            )}
            <span className="text-muted">
              {' · '}
              {incidentsText.alertsOf(entry.alertCount)} · <RelativeTime atMs={entry.atMs} hasSuffix />
            </span>
            {entry.note !== undefined && entry.note !== '' && (
              <p className="mt-0.5 rounded-md bg-sunken px-2 py-1 whitespace-pre-wrap wrap-anywhere">{entry.note}</p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function NoteForm({ onNote }: { onNote: (note: string) => void }) {
  const [note, setNote] = useState('');
  if (!useMay('incidents:write')) return null;
  return (
    <form
      className="mt-4 flex flex-col items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onNote(note.trim());
        setNote('');
      }}
    >
      <TextArea
        aria-label={incidentsText.addNote}
        rows={2}
        maxLength={4_000}
        placeholder={incidentsText.notePlaceholder}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="submit" size="sm" disabled={note.trim() === ''}>
        {incidentsText.addNote}
      </Button>
    </form>
  );
}
