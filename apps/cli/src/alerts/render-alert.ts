import { formatDuration } from '../output/duration.ts';
import { renderFacts } from '../output/facts.ts';
import { counted, formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { formatSecond, formatTime } from '../output/time.ts';
import { mitreText, statusText, subjectText } from './alert-words.ts';
import { shortId } from './case-id.ts';
import { renderHistory } from './history.ts';
import type { ShownAlert } from './shown-alert.ts';

/** One alert with everything about it, most important first. */
export function renderAlert({ alert, incident, samples, history }: ShownAlert, view: View): string {
  const { style } = view;
  const head = `${style.severity(alert.severity)}  ${statusText(alert.status, style)}  ${style.head(printable(alert.title))}`;
  const kept = samples.length < alert.sampleEventIds.length ? `, ${samples.length} still stored` : '';
  return [
    head,
    printable(alert.reason),
    renderFacts([...factsOf(alert, view), ...incidentFact(incident)], style),
    style.head(`Events that counted (${sampleWords(alert)}${kept})`),
    samples.length === 0 ? style.dim('none of them is stored') : renderSamples(samples, view),
    style.head('History'),
    renderHistory(history, view),
  ].join('\n\n');
}

type Shown = ShownAlert['alert'];

function factsOf(alert: Shown, { nowMs }: View): (readonly [string, string])[] {
  const span = alert.lastSeenMs - alert.firstSeenMs;
  const author = alert.ruleAuthor === undefined ? '' : `, by ${alert.ruleAuthor}`;
  const optional: (readonly [string, string | undefined])[] = [
    ['att&ck', mitreText(alert.mitre)],
    ['anomaly score', alert.anomalyScore?.toFixed(2)],
    ['assignee', alert.assignee ?? 'nobody'],
    ['disposition', alert.disposition],
    ['suppressed by', alert.suppressedBy],
    ['inhibited by', alert.inhibitedBy],
  ];
  return [
    ['id', alert.alertId],
    ['about', subjectText(alert.subject)],
    ['events', `${formatCount(alert.count)} in ${formatDuration(span)}`],
    ['first seen', formatTime(alert.firstSeenMs)],
    ['last seen', formatTime(alert.lastSeenMs)],
    ['opened', `${formatSecond(alert.createdAtMs)} (${formatDuration(nowMs - alert.createdAtMs)} ago)`],
    ['rule', `${alert.ruleName} (${alert.ruleId})${author}`],
    ['risk', `${Math.round(alert.riskScore)} of 100`],
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ];
}

function incidentFact(incident: ShownAlert['incident']): (readonly [string, string])[] {
  if (incident === undefined) return [];
  return [['incident', `${shortId(incident.incidentId)} (${incident.status}): ${incident.title}`]];
}

function sampleWords({ sampleEventIds, count }: Shown): string {
  if (sampleEventIds.length >= count) return counted(count, 'event');
  return `${sampleEventIds.length} of ${formatCount(count)}: the first and the newest`;
}

function renderSamples(samples: ShownAlert['samples'], view: View): string {
  return renderTable(
    [{ name: 'event time (utc)' }, { name: 'type' }, { name: 'who' }, { name: 'message', isFlexible: true }],
    samples.map((event) => [
      formatTime(Date.parse(event.eventTime)),
      printable(event.eventType),
      printable(
        [event.user, event.sourceIp && `from ${event.sourceIp}`, event.asset && `on ${event.asset}`]
          .filter(Boolean)
          .join(' ') || '-',
      ),
      printable(event.message ?? event.payload),
    ]),
    view,
  );
}
