import { Correlator } from '../correlation/correlator.ts';
import type { CorrelationMatch } from '../correlation/correlation-types.ts';
import { EventContext } from '../evaluate/context.ts';
import { evaluateRule } from '../evaluate/evaluate-rule.ts';
import { lookupField } from '../evaluate/lookup-field.ts';
import type { CorrelationRule, DetectionRule, RulePack } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { buildPack } from '../pack/build-pack.ts';
import type { RuleCase, TimedEvent } from './case-format.ts';
import { unroutedEvent } from './unrouted-event.ts';

/** What a correlation case got instead of what it expects; undefined when they agree. */
export function runCorrelationCase(
  testCase: RuleCase & { kind: 'correlation' },
): { expected: unknown; got: unknown } | undefined {
  const pack = buildPack({
    packId: 'case',
    version: '1',
    title: testCase.id,
    files: [{ path: 'case', text: testCase.rules }],
  });
  const [refusal] = pack.refused;
  if (refusal) return { expected: 'rules that load', got: `${refusal.code}: ${refusal.detail}` };
  const observe = createObserver(pack, testCase);
  for (const [index, timed] of testCase.events.entries()) {
    const difference = compare(timed, observe(timed, `event-${index}`));
    if (difference) return { expected: { event: index, ...difference.expected }, got: difference.got };
  }
  return undefined;
}

function createObserver(
  pack: RulePack,
  testCase: RuleCase & { kind: 'correlation' },
): (timed: TimedEvent, eventId: string) => CorrelationMatch[] {
  const detections = pack.rules.filter((rule): rule is DetectionRule => rule.kind === 'detection');
  const correlations = pack.rules.filter((rule): rule is CorrelationRule => rule.kind === 'correlation');
  const { suppressSeconds, actionOnMatch } = testCase;
  const correlator = new Correlator(correlations, (id) => pack.rules.find((rule) => rule.id === id), {
    ...(suppressSeconds === undefined ? {} : { suppressSeconds }),
    ...(actionOnMatch === undefined ? {} : { actionOnMatch }),
  });
  const state = correlator.newState();
  return (timed, eventId) => {
    const event: SigmaEvent = unroutedEvent(timed.event);
    const context = new EventContext(event);
    const timeMs = timed.t * 1000;
    const at = { eventId, timeMs, receivedAtMs: timeMs, sourceKey: 'case' };
    return detections
      .filter((rule) => evaluateRule(rule, event, context))
      .flatMap((rule) =>
        correlator.observe(state, { ...at, ruleId: rule.id, field: (name) => lookupField(event, name) }),
      );
  };
}

function compare(
  timed: TimedEvent,
  matches: readonly CorrelationMatch[],
): { expected: Record<string, unknown>; got: Record<string, unknown> } | undefined {
  const { expected_alerts: alerts } = timed;
  if (alerts !== null && matches.length !== alerts) {
    return { expected: { alerts }, got: { alerts: matches.length } };
  }
  const [match] = matches;
  if (!match) return undefined;
  const got = { title: match.rule.title, group: match.group, value: match.value };
  for (const key of ['title', 'group', 'value'] as const) {
    const wanted = timed[key];
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(got[key])) {
      return { expected: { [key]: wanted }, got: { [key]: got[key] } };
    }
  }
  return undefined;
}
