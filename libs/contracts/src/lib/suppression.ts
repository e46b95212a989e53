import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { SEVERITIES } from './severity.ts';

/** Parts of an alert that a suppression can look at. */
export const SUPPRESSION_FIELDS = ['ruleId', 'severity', 'sourceIp', 'user', 'asset', 'tag'] as const;
export type SuppressionField = (typeof SUPPRESSION_FIELDS)[number];

/** How a matcher compares. `in` takes a list, the others one text (`cidr` either). */
export const SUPPRESSION_OPS = ['equals', 'in', 'cidr', 'startsWith'] as const;
export type SuppressionOp = (typeof SUPPRESSION_OPS)[number];

/** Most matchers of a suppression and most values of one matcher. */
export const MAX_SUPPRESSION_MATCHERS = 20;
export const MAX_MATCHER_VALUES = 1_000;

const value = z.string().min(1).max(1_024);

/** One test of an alert. Texts compare without regard to case; addresses compare by value, whatever their spelling. */
export const suppressionMatcherSchema = z
  .strictObject({
    field: z.enum(SUPPRESSION_FIELDS),
    op: z.enum(SUPPRESSION_OPS),
    value: z.union([value, z.array(value).min(1).max(MAX_MATCHER_VALUES)]),
  })
  .superRefine((matcher, context) => {
    const values = [matcher.value].flat();
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
    if (
      Array.isArray(matcher.value) !== (matcher.op === 'in') &&
      !(matcher.op === 'cidr' && Array.isArray(matcher.value))
    )
      refuse(matcher.op === 'in' ? 'in takes a list of values' : `${matcher.op} takes one value`);
    if (matcher.op === 'cidr' && matcher.field !== 'sourceIp') refuse('cidr is for sourceIp only');
    if (matcher.op === 'cidr' && !values.every((text) => ipaddr.isValidCIDR(text)))
      refuse('not a network like 10.0.0.0/8');
    if (matcher.field === 'severity' && !values.every((text) => (SEVERITIES as readonly string[]).includes(text)))
      refuse(`a severity is one of ${SEVERITIES.join(', ')}`);
    if (matcher.field === 'severity' && matcher.op === 'startsWith') refuse('severities compare by equals or in');
  });
export type SuppressionMatcher = z.infer<typeof suppressionMatcherSchema>;

/**
 * A wish not to be told of some alerts for a time. All matchers must hold; there is at least one, so that none hides
 * everything by mistake. In force for what was accepted from `startsAtMs` (else `createdAtMs`) until before `expiresAtMs`.
 */
export const suppressionSchema = z
  .strictObject({
    suppressionId: z.uuid(),
    owner: z.string().min(1).max(256),
    reason: z.string().min(1).max(1_024),
    createdAtMs: z.int().nonnegative(),
    startsAtMs: z.int().nonnegative().optional(),
    expiresAtMs: z.int().positive(),
    matchers: z.array(suppressionMatcherSchema).min(1).max(MAX_SUPPRESSION_MATCHERS),
  })
  .refine((suppression) => suppression.expiresAtMs > (suppression.startsAtMs ?? suppression.createdAtMs), {
    message: 'a suppression ends after it starts',
    path: ['expiresAtMs'],
  });
export type Suppression = z.infer<typeof suppressionSchema>;
