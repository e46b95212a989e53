import { ASPECTS } from '../model/aspect.ts';
import type { Finding, Findings } from '../model/findings.ts';
import { networkOf } from '../model/network.ts';
import type { ScoringEvent } from '../model/scoring-event.ts';
import { FAMILY, REASON_CODES, type Reason, type ReasonCode } from './reason.ts';
import { reasonText } from './reason-text.ts';

const MOST_REASONS = 3;
/** Parts below this share of the raw score explain nothing. */
const LEAST_SHARE = 0.02;

/** The largest parts of a raw score, largest first. */
export function topReasons(findings: Findings, total: number, event: ScoringEvent): Reason[] {
  const reasons: Reason[] = [];
  if (total <= 0) return reasons;
  let limit = Infinity;
  let limitIndex = -1;
  while (reasons.length < MOST_REASONS) {
    let best = -1;
    let bestBits = LEAST_SHARE * total;
    for (let index = 0; index < findings.count; index++) {
      const { bits } = findings.at(index);
      const isNext = bits < limit || (bits === limit && index > limitIndex);
      if (isNext && bits > bestBits) {
        best = index;
        bestBits = bits;
      }
    }
    if (best < 0) break;
    reasons.push(reasonOf(findings.at(best), total, event));
    limit = bestBits;
    limitIndex = best;
  }
  return reasons;
}

function reasonOf(finding: Finding, total: number, event: ScoringEvent): Reason {
  const { family, bits, observed, expected, isHigh, isSurge } = finding;
  const code = REASON_CODES[family] as ReasonCode;
  const aspect = finding.on === 'aspect' ? (ASPECTS[finding.subject]?.code ?? 'week') : finding.on;
  const fields = fieldsOf(finding, event);
  const text = reasonText({ code, aspect, fields, observed, expected, isHigh, isSurge });
  return { code, aspect, fields, observed, expected, bits, share: bits / total, text };
}

function fieldsOf({ family, on, subject }: Finding, event: ScoringEvent): Record<string, string> {
  if (on === 'own_model') return { model: event.ownModel?.model ?? '' };
  if (on === 'value') {
    const value = event.values?.[subject];
    return value === undefined ? {} : { eventType: event.eventType, [value.field]: String(value.value) };
  }
  if (on === 'shape') return pick(event, ['eventType', 'action', 'outcome']);
  const aspect = ASPECTS[subject];
  if (aspect === undefined) return pickFirst(event);
  return family === FAMILY.fan_out && aspect.fanOutOf ? pick(event, [aspect.fanOutOf]) : pick(event, aspect.fields);
}

function pick(event: ScoringEvent, names: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of names) {
    const value = name === 'network' ? networkOf(event.sourceIp ?? '') : event[name as 'user'];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** Whose week it is. */
function pickFirst(event: ScoringEvent): Record<string, string> {
  if (event.user !== undefined) return { user: event.user };
  return event.asset !== undefined ? { asset: event.asset } : pick(event, ['sourceIp']);
}
