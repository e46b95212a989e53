import { z } from 'zod';

/** Rule under whose name alerts about listed things stand. */
export const INTEL_RULE = { id: 'redoubt_intel', name: 'Threat intelligence match' } as const;

/** Most list entries that are kept with an event. */
export const MAX_EVENT_INTEL = 8;

/** What a threat-intelligence list said of something in an event when the event was stored. */
export const eventIntelSchema = z.strictObject({
  list: z.string(),
  /** What the indicator names: `ip`, `network`, `domain`, `url`, `email`, `md5`, `sha1`, `sha256`. */
  kind: z.string(),
  indicator: z.string(),
  /** The member of the event that names it, dotted, and what stands there. */
  field: z.string(),
  value: z.string(),
  threat: z.string().optional(),
  /** 0-100. */
  confidence: z.number().optional(),
});
export type EventIntel = z.infer<typeof eventIntelSchema>;

/** Where an address lies by the operator's databases. */
export const addressPlaceSchema = z.strictObject({
  /** ISO 3166-1 alpha-2. */
  country: z.string().optional(),
  asn: z.int().optional(),
  /** Who the autonomous system belongs to. */
  network: z.string().optional(),
});
export type AddressPlace = z.infer<typeof addressPlaceSchema>;

/** Places of an event's two addresses, as far as they are known. */
export const eventPlacesSchema = z.strictObject({
  source: addressPlaceSchema.optional(),
  destination: addressPlaceSchema.optional(),
});
export type EventPlaces = z.infer<typeof eventPlacesSchema>;
