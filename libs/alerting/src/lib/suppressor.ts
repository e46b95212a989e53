import ipaddr from 'ipaddr.js';
import type { Alert, Suppression, SuppressionField, SuppressionMatcher } from '@redoubt/contracts';

/** What a suppression looks at; every alert is one. */
export type SuppressionTarget = Pick<Alert, 'ruleId' | 'severity' | 'subject' | 'tags'>;

type Test = (target: SuppressionTarget) => boolean;

/** Fields whose values lead straight to the suppressions bound to them. */
const INDEXED_FIELDS = ['ruleId', 'sourceIp', 'user', 'asset'] as const;

/**
 * The suppressions of an organisation, ready to ask. One bound to certain rules, addresses, users or assets costs
 * nothing for others; those by network, start of a text, severity or tag alone are all asked.
 */
export class Suppressor {
  private readonly bound = new Map<string, CompiledSuppression[]>();
  private readonly boundFields = new Set<SuppressionField>();
  private readonly general: CompiledSuppression[] = [];

  constructor(suppressions: readonly Suppression[]) {
    for (const suppression of suppressions) this.add(compileSuppression(suppression));
  }

  /** The oldest suppression that hides the target, for what was accepted at `atMs`. */
  find(target: SuppressionTarget, atMs: number): string | undefined {
    let oldest: Suppression | undefined;
    const ask = (entries: readonly CompiledSuppression[]): void => {
      for (const entry of entries) {
        if (!holds(entry, target, atMs)) continue;
        if (!oldest || byAge(entry.suppression, oldest) < 0) oldest = entry.suppression;
      }
    };
    ask(this.general);
    for (const field of INDEXED_FIELDS) {
      if (!this.boundFields.has(field)) continue;
      const [text] = textsOf(field, target);
      if (text !== undefined) ask(this.bound.get(boundKey(field, text)) ?? []);
    }
    return oldest?.suppressionId;
  }

  private add(entry: CompiledSuppression): void {
    const [tightest] = entry.suppression.matchers
      .filter(({ field, op }) => (op === 'equals' || op === 'in') && isIndexed(field))
      .sort((left, right) => [left.value].flat().length - [right.value].flat().length);
    if (!tightest) {
      this.general.push(entry);
      return;
    }
    this.boundFields.add(tightest.field);
    for (const key of new Set([tightest.value].flat().map((text) => boundKey(tightest.field, text)))) {
      const entries = this.bound.get(key);
      if (entries) entries.push(entry);
      else this.bound.set(key, [entry]);
    }
  }
}

function isIndexed(field: SuppressionField): boolean {
  return (INDEXED_FIELDS as readonly SuppressionField[]).includes(field);
}

function boundKey(field: SuppressionField, text: string): string {
  return `${field} ${field === 'sourceIp' ? addressText(text) : text.toLowerCase()}`;
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
