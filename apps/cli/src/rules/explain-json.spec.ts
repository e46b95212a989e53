import { buildPack, loadBuiltInPack, toSigmaEvent, type Rule, type SigmaEvent } from '@redoubt/sigma';
import { decodeLine } from './event-lines.ts';
import { explain } from './explain-json.ts';

const builtIn = loadBuiltInPack();
const ruleOf = (id: string): Rule | undefined => builtIn.rules.find((rule) => rule.id === id);
const bruteForce = ruleOf('redoubt_brute_force_source') as Rule;

function eventOf(value: object): SigmaEvent {
  const decoded = decodeLine(JSON.stringify(value));
  if ('error' in decoded) throw new Error(decoded.error);
  return toSigmaEvent(decoded.value, decoded.fields);
}

describe('explain', () => {
  it('says that a correlation counts an event, and for which group', () => {
    const found = explain(bruteForce, eventOf({ eventType: 'failed_login', sourceIp: '203.0.113.7' }), ruleOf);
    expect(found).toMatchObject({
      matches: true,
      correlation: { condition: 'event_count >= 10', window: '15m', group: { sourceIp: '203.0.113.7' } },
      rules: [{ ruleId: 'redoubt_failed_login', isRouted: true, isTrue: true }],
    });
    expect(found.verdict).toContain('the event counts for sourceIp=203.0.113.7, by redoubt_failed_login');
  });

  it('says what an event lacks to be counted', () => {
    const found = explain(bruteForce, eventOf({ eventType: 'failed_login' }), ruleOf);
    expect(found).toMatchObject({ matches: false, correlation: { group: { sourceIp: null } } });
    expect(found.verdict).toContain('it has no sourceIp to group by');
    const other = explain(bruteForce, eventOf({ eventType: 'other' }), ruleOf);
    expect(other.verdict).toContain('it matches none of the 1 rules');
  });

  it('tells a rule that never looks at the event from one that does not match', () => {
    const text =
      'title: T\nid: t\nlogsource: {product: windows, category: process_creation}\ndetection: {s: {eventType: x}, condition: s}\n';
    const pack = buildPack({ packId: 'p', version: '1', title: 'p', files: [{ path: 't.yml', text }] });
    const found = explain(pack.rules[0] as Rule, eventOf({ eventType: 'x' }), ruleOf);
    expect(found).toMatchObject({ matches: false, rules: [{ isRouted: false, isTrue: true }] });
    expect(found.verdict).toBe(
      'the rule never looks at the event: it asks for the log source windows/-/process_creation; its detection would hold',
    );
  });
});
