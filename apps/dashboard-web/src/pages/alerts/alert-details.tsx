import type { Alert, AssetContext } from '@redoubt/contracts';
import { Link } from '@tanstack/react-router';
import { AnomalySection } from '../../anomalies/anomaly-section.tsx';
import { contextFacts } from '../../events/event-context.tsx';
import { alertDetailText, alertsText } from '../../messages/alerts.ts';
import { formatCount } from '../../format/format-number.ts';
import { PersonName } from '../../people/person-name.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { DrawerSection, Facts } from '../../ui/drawer.tsx';
import { ExternalLink, linkClass } from '../../ui/link.tsx';
import { Moment, RelativeTime } from '../../ui/relative-time.tsx';
import { AlertEvents } from './alert-events.tsx';
import { AlertTimeline, type HistoryEntry } from './alert-timeline.tsx';
import { RuleSection } from './rule-section.tsx';
import { SeenBefore } from './seen-before.tsx';
import { WhySection } from './why-section.tsx';
import { wordsOf } from './group-alerts.ts';

interface AlertDetailsProps {
  alert: Alert;
  history: readonly HistoryEntry[] | undefined;
  /** What the inventory says of what it is about. */
  context: AssetContext | undefined;
  onComment: (alert: Alert, note: string) => void;
}

/** Everything about one alert, the reason first. */
export function AlertDetails({ alert, history, context, onComment }: AlertDetailsProps) {
  return (
    <>
      <WhySection alert={alert} />
      {alert.anomalyScore !== undefined && (
        <AnomalySection score={alert.anomalyScore} reasons={alert.anomalyReasons ?? []} />
      )}
      <DrawerSection title={alertDetailText.facts}>
        <AlertFacts alert={alert} context={context} />
      </DrawerSection>
      <AlertEvents alert={alert} />
      {alert.mitre.length > 0 && (
        <DrawerSection title={alertDetailText.mitre}>
          <Mitre alert={alert} />
        </DrawerSection>
      )}
      <RuleSection alert={alert} />
      <SeenBefore alert={alert} />
      <AlertTimeline alert={alert} history={history} onComment={onComment} />
    </>
  );
}

function AlertFacts({ alert, context }: Pick<AlertDetailsProps, 'alert' | 'context'>) {
  const { subject, assignee, incidentId, riskScore, firstSeenMs, lastSeenMs, count } = alert;
  const rows: [string, React.ReactNode][] = [];
  if (subject.sourceIp !== undefined) rows.push([alertsText.source, <Copyable key="s" text={subject.sourceIp} />]);
  if (subject.user !== undefined) rows.push(['User', <Copyable key="u" text={subject.user} />]);
  if (subject.asset !== undefined) rows.push([alertsText.asset, <Copyable key="a" text={subject.asset} />]);
  rows.push(...contextFacts({ context }));
  if (subject.group !== undefined)
    rows.push([
      'Group',
      <span key="g" className="code">
        {subject.group}
      </span>,
    ]);
  rows.push([
    alertsText.count,
    <span key="c" className="tabular">
      {formatCount(count)}
    </span>,
  ]);
  rows.push([alertDetailText.firstSeen, <SeenAt key="f" atMs={firstSeenMs} />]);
  rows.push([alertDetailText.lastSeen, <SeenAt key="l" atMs={lastSeenMs} />]);
  rows.push([alertsText.assignee, assignee === undefined ? alertsText.nobody : <PersonName key="p" who={assignee} />]);
  rows.push([
    alertDetailText.risk,
    <span key="r" className="tabular">
      {Math.round(riskScore)} / 100
    </span>,
  ]);
  if (incidentId !== undefined) {
    rows.push([
      alertDetailText.incident,
      <Link key="i" to="/incidents" search={{ incident: incidentId }} className={linkClass}>
        {alertDetailText.openIncident}
      </Link>,
    ]);
  }
  return <Facts rows={rows} />;
}

function SeenAt({ atMs }: { atMs: number }) {
  return (
    <span>
      <RelativeTime atMs={atMs} hasSuffix />
      <span className="text-muted">
        {' · '}
        <Moment atMs={atMs} />
      </span>
    </span>
  );
}

function Mitre({ alert: { mitre } }: { alert: Alert }) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {mitre.map(({ tactic, technique }) => (
        <li key={`${tactic}-${technique}`} className="flex items-center gap-2">
          {technique === undefined ? (
            <Badge>{wordsOf(tactic ?? '')}</Badge>
          ) : (
            <Badge tone="accent">
              {tactic !== undefined && <span>{wordsOf(tactic)}</span>}
              <ExternalLink href={techniqueUrl(technique)}>{technique.toUpperCase()}</ExternalLink>
            </Badge>
          )}
        </li>
      ))}
    </ul>
  );
}

/** `T1110.001` has the address T1110/001. */
function techniqueUrl(technique: string): string {
  return `https://attack.mitre.org/techniques/${encodeURIComponent(technique.toUpperCase()).replace('.', '/')}/`;
}
