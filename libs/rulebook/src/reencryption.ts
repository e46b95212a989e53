export { createReencryption } from './lib/reencryption/reencryption.ts';
export type { Reencryption, ReencryptionDeps, ReencryptionOptions } from './lib/reencryption/reencryption.ts';
