import {
  suppressionMatcherSchema,
  type Alert,
  type Severity,
  type SuppressionField,
  type SuppressionMatcher,
} from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import { asSeverity, asWords, option } from '../command/inputs.ts';
import { printable } from '../output/printable.ts';

const asSeverities = (text: string, before: readonly Severity[] | undefined): readonly Severity[] => [
  ...(before ?? []),
  ...asWords(text, undefined).map((word) => asSeverity(word)),
];

/** What a suppression looks at; several values of one option: any of them, several options: all of them. */
export const matcherOptions = {
  rule: option('--rule <ids>', 'rule ids', asWords),
  severity: option('--severity <severities>', 'exactly these severities', asSeverities),
  sourceIp: option('--source-ip <addresses>', 'source addresses', asWords),
  cidr: option('--cidr <networks>', 'source addresses in these networks, such as 10.0.0.0/8', asWords),
  user: option('--user <users>', 'users', asWords),
  asset: option('--asset <assets>', 'assets', asWords),
  tag: option('--tag <tags>', 'tags of the rule, such as attack.t1110', asWords),
};

export interface GivenMatchers {
  rule: readonly string[] | undefined;
  severity: readonly Severity[] | undefined;
  sourceIp: readonly string[] | undefined;
  cidr: readonly string[] | undefined;
  user: readonly string[] | undefined;
  asset: readonly string[] | undefined;
  tag: readonly string[] | undefined;
}

/**
 * The matchers that were typed, and for an alert its rule and subject where nothing else was typed for them.
 *
 * @throws CliError when there is none, or one makes no sense
 */
export function matchersOf(given: GivenMatchers, alert?: Alert): SuppressionMatcher[] {
  const subject = alert?.subject ?? {};
  const one = (value: string | undefined): readonly string[] | undefined => (value === undefined ? undefined : [value]);
  const hasAddress = given.sourceIp !== undefined || given.cidr !== undefined;
  const matchers = [
    ...matcherFor('ruleId', given.rule ?? one(alert?.ruleId)),
    ...matcherFor('severity', given.severity),
    ...matcherFor('sourceIp', hasAddress ? given.sourceIp : one(subject.sourceIp)),
    ...cidrMatcher(given.cidr),
    ...matcherFor('user', given.user ?? one(subject.user)),
    ...matcherFor('asset', given.asset ?? one(subject.asset)),
    ...matcherFor('tag', given.tag),
  ];
  if (matchers.length === 0) {
    throw usageError(
      'say what to suppress: an alert, or --rule, --source-ip, --cidr, --user, --asset, --tag, --severity',
    );
  }
  for (const matcher of matchers) check(matcher);
  return matchers;
}

function matcherFor(field: SuppressionField, values: readonly string[] | undefined): SuppressionMatcher[] {
  const [first, second] = values ?? [];
  if (first === undefined) return [];
  return [
    second === undefined ? { field, op: 'equals', value: first } : { field, op: 'in', value: [...(values ?? [])] },
  ];
}

function cidrMatcher(networks: readonly string[] | undefined): SuppressionMatcher[] {
  return networks === undefined ? [] : [{ field: 'sourceIp', op: 'cidr', value: [...networks] }];
}

function check(matcher: SuppressionMatcher): void {
  const parsed = suppressionMatcherSchema.safeParse(matcher);
  if (parsed.success) return;
  throw usageError(`${matcherText(matcher)}: ${parsed.error.issues[0]?.message ?? 'makes no sense'}`);
}

const names: Record<SuppressionField, string> = {
  ruleId: 'rule',
  severity: 'severity',
  sourceIp: 'address',
  user: 'user',
  asset: 'asset',
  tag: 'tag',
};
const ops: Record<SuppressionMatcher['op'], string> = {
  equals: 'is',
  in: 'is one of',
  cidr: 'in',
  startsWith: 'starts with',
};

/** `rule is redoubt_brute_force_source`; harmless for a terminal. */
export function matcherText({ field, op, value }: SuppressionMatcher): string {
  return `${names[field]} ${ops[op]} ${printable([value].flat().join(', '))}`;
}

export function matchersText(matchers: readonly SuppressionMatcher[]): string {
  return matchers.map(matcherText).join(' and ');
}
