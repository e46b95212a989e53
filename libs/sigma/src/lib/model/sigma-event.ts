/** Log sources of an event. An event may belong to several categories at once (a Sysmon 13 is registry_set and registry_event). */
export interface EventSource {
  product?: string;
  service?: string;
  categories: readonly string[];
  /** The same for equal sources: index classes are looked up by it. */
  key: string;
}

/**
 * An event as rules see it: Sigma field names, JSON values. `fields` is looked up by own keys only; a name with dots
 * that is no key is followed as a path. Also every event has the canonical names of our Event
 * (`eventType severity sourceIp destinationIp user asset action outcome message`) in `canonical`, which is asked when
 * `fields` has no such key.
 */
export interface SigmaEvent {
  source: EventSource;
  fields: Readonly<Record<string, unknown>>;
  canonical?: Readonly<Record<string, unknown>>;
}
