import ipaddr from 'ipaddr.js';
import type { Alert, Suppression, SuppressionMatcher } from '@redoubt/contracts';

/** What a suppression looks at; every alert is one. */
export type SuppressionTarget = Pick<Alert, 'ruleId' | 'severity' | 'subject' | 'tags'>;

type Test = (target: SuppressionTarget) => boolean;

/** The suppressions of an organisation, ready to ask. Those bound to rule ids cost nothing for other rules. */
export class Suppressor {
  private readonly byRule = new Map<string, CompiledSuppression[]>();
  private readonly ofAnyRule: CompiledSuppression[] = [];

  constructor(suppressions: readonly Suppression[]) {
    const sorted = [...suppressions].sort(byAge);
    for (const suppression of sorted) this.add(compileSuppression(suppression));
  }

  /** The oldest suppression that hides the target, for what was accepted at `atMs`. */
  find(target: SuppressionTarget, atMs: number): string | undefined {
    const bound = this.byRule.get(target.ruleId.toLowerCase())?.find((entry) => holds(entry, target, atMs));
    const general = this.ofAnyRule.find((entry) => holds(entry, target, atMs));
    if (!bound || !general) return (bound ?? general)?.suppression.suppressionId;
    return (byAge(bound.suppression, general.suppression) < 0 ? bound : general).suppression.suppressionId;
  }

  private add(entry: CompiledSuppression): void {
    const rules = entry.suppression.matchers.find(({ field, op }) => field === 'ruleId' && op !== 'startsWith');
    if (!rules) {
      this.ofAnyRule.push(entry);
      return;
    }
    for (const rule of new Set([rules.value].flat().map((text) => text.toLowerCase())))
      this.byRule.set(rule, [...(this.byRule.get(rule) ?? []), entry]);
  }
}

interface CompiledSuppression {
  suppression: Suppression;
  tests: Test[];
}

function compileSuppression(suppression: Suppression): CompiledSuppression {
  return { suppression, tests: suppression.matchers.map(testOf) };
}

function byAge(left: Suppression, right: Suppression): number {
  return left.createdAtMs - right.createdAtMs || (left.suppressionId < right.suppressionId ? -1 : 1);
}

function holds(entry: CompiledSuppression, target: SuppressionTarget, atMs: number): boolean {
  const { startsAtMs, createdAtMs, expiresAtMs } = entry.suppression;
  return atMs >= (startsAtMs ?? createdAtMs) && atMs < expiresAtMs && hides(entry.tests, target);
}

function hides(tests: readonly Test[], target: SuppressionTarget): boolean {
  return tests.length > 0 && tests.every((test) => test(target));
}

/** Tells whether the matchers of a suppression hold for a target, whatever the time. */
export function matcherOf(suppression: Suppression): (target: SuppressionTarget) => boolean {
  const { tests } = compileSuppression(suppression);
  return (target) => hides(tests, target);
}

function testOf(matcher: SuppressionMatcher): Test {
  const { field, op } = matcher;
  const values = [matcher.value].flat();
  if (op === 'cidr') return cidrTest(values);
  if (field === 'sourceIp' && op !== 'startsWith') return addressTest(values);
  const folded = values.map((text) => text.toLowerCase());
  const set = new Set(folded);
  const isHit =
    op === 'startsWith'
      ? (text: string) => folded.some((start) => text.startsWith(start))
      : (text: string) => set.has(text);
  return (target) => textsOf(field, target).some((text) => isHit(text.toLowerCase()));
}

function textsOf(field: SuppressionMatcher['field'], target: SuppressionTarget): readonly string[] {
  if (field === 'tag') return target.tags;
  const text = field === 'ruleId' || field === 'severity' ? target[field] : target.subject[field];
  return text === undefined ? [] : [text];
}

function addressTest(values: readonly string[]): Test {
  const known = new Set(values.map(addressText));
  return ({ subject }) => subject.sourceIp !== undefined && known.has(addressText(subject.sourceIp));
}

/** IPv4-mapped IPv6 addresses count as their IPv4 address. */
function addressText(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : text.toLowerCase();
}

function cidrTest(values: readonly string[]): Test {
  const networks = values.filter((text) => ipaddr.isValidCIDR(text)).map((text) => ipaddr.parseCIDR(text));
  return ({ subject }) => {
    if (!subject.sourceIp || !ipaddr.isValid(subject.sourceIp)) return false;
    const address = ipaddr.process(subject.sourceIp);
    return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  };
}
