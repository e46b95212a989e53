export { SecretUnreadable } from './lib/secret-unreadable.ts';
export { fileKeys, fixedKeys, type KeySource } from './lib/key-source.ts';
export { activateKey, addKey, removeKey } from './lib/key-file.ts';
export { describeSealed } from './lib/sealed-format.ts';
export type { SecretContext } from './lib/secret-context.ts';
export { createSecretBox, secretBoxOf, type SecretBox } from './lib/secret-box.ts';
export { createEncryptionMetrics } from './lib/encryption-metrics.ts';
