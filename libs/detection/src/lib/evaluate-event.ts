import type { AlertMatch } from '@redoubt/alerting';
import { countedField, toSigmaEvent, type CorrelationState, type SeenSources, type SigmaEvent } from '@redoubt/sigma';
import type { DetectableEvent } from './detectable-event.ts';
import { detectionTimeMs } from './detection-time.ts';
import type { LoadedPack } from './loaded-pack.ts';
import { matchOfCorrelation, matchOfEvent } from './matches.ts';
import type { OrgRules } from './org-rules.ts';

/** Indexes of the rules of a pack that matched; used by one synchronous call at a time. */
const matched: number[] = [];

/**
 * What an organisation's rules say of one event: matches of single rules, then of the correlations they complete.
 * Changes `windows`, and `seen` where the organisation's log sources are gathered. Synchronous, no I/O; the same events in the same order give the same matches.
 */
export function evaluateEvent(
  rules: OrgRules,
  windows: CorrelationState,
  event: DetectableEvent,
  seen?: SeenSources,
): AlertMatch[] {
  const sigmaEvent = toSigmaEvent(event.value, event.fields);
  seen?.observe(sigmaEvent, event.acceptedAtMs);
  const timeMs = detectionTimeMs(event);
  const matches: AlertMatch[] = [];
  for (const pack of rules.packs) {
    const count = pack.ruleSet.match(sigmaEvent, matched);
    for (let i = 0; i < count; i++) {
      takeRule(rules, windows, { pack, index: matched[i] as number, event, sigmaEvent, timeMs }, matches);
    }
  }
  return matches;
}

interface Hit {
  pack: LoadedPack;
  index: number;
  event: DetectableEvent;
  sigmaEvent: SigmaEvent;
  timeMs: number;
}

function takeRule(rules: OrgRules, windows: CorrelationState, hit: Hit, matches: AlertMatch[]): void {
  const { pack, event, sigmaEvent, timeMs } = hit;
  const rule = pack.ruleSet.rule(hit.index);
  if (rules.ruleOf(rule.id) !== rule || !rules.isEnabled(rule)) return;
  if (rule.isGenerating) matches.push(matchOfEvent(rule, rules.severityOf(rule), event, timeMs));
  if (!rules.isCorrelated(rule)) return;
  const found = rules.correlator.observe(windows, {
    ruleId: rule.id,
    eventId: event.eventId,
    timeMs,
    receivedAtMs: event.acceptedAtMs,
    sourceKey: sourceOf(event, sigmaEvent),
    field: (name) => countedField(sigmaEvent, name),
  });
  for (const match of found) {
    if (!match.rule.isGenerating) continue;
    matches.push(matchOfCorrelation(match, rules.severityOf(match.rule), event.acceptedAtMs));
  }
}

/** Events of one host and log source come about in order; how late an event is, is judged against its own source. */
function sourceOf({ fields }: DetectableEvent, { source }: SigmaEvent): string {
  return `${fields.asset?.toWellFormed() ?? ''} ${source.key}`;
}
