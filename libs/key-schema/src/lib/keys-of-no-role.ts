/** Keys that no role of the platform has: another kind, an id that is no UUID, text after the tag, an id without a tag. */
export const KEYS_OF_NO_ROLE: readonly string[] = [
  'redoubt-compliance-probe',
  '{org:not-a-uuid}:events:stream',
  '{org:6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11}x:{y}:events:stream',
  'org:6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11:events:stream',
];
