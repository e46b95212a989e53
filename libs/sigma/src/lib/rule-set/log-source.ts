import type { LogSource } from '../model/rule.ts';
import type { EventSource } from '../model/sigma-event.ts';

/** Product of rules written for the fields that every event of ours has: they look at events of any product. */
export const ANY_PRODUCT = 'redoubt';

/**
 * Tells whether a rule looks at events of a source: each part that the rule names equals the event's product or service
 * or is among its categories. Letter case is of no account.
 */
export function matchesLogSource(rule: LogSource, source: EventSource): boolean {
  const { product, service, category } = rule;
  return (
    (product === undefined || isSame(product, ANY_PRODUCT) || isSame(product, source.product)) &&
    (service === undefined || isSame(service, source.service)) &&
    (category === undefined || source.categories.some((one) => isSame(category, one)))
  );
}

/** The same for log sources that look at the same events. */
export function logSourceKey({ product, service, category }: LogSource): string {
  return JSON.stringify([product, service, category].map((part) => part?.toLowerCase() ?? null));
}

function isSame(wanted: string, given: string | undefined): boolean {
  return given !== undefined && (wanted === given || wanted.toLowerCase() === given.toLowerCase());
}
