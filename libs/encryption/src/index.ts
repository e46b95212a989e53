export { SecretUnreadable, type UnreadableReason } from './lib/secret-unreadable.ts';
export { KeyRing, newKey, parseKeyRing, type EncryptionKey } from './lib/key-ring.ts';
export { fileKeys, fixedKeys, type KeySource } from './lib/key-source.ts';
export { activateKey, addKey, removeKey } from './lib/key-file.ts';
export { describeSealed, type SealedInfo } from './lib/sealed-format.ts';
export type { SecretContext, SecretPurpose } from './lib/secret-context.ts';
export { createSecretBox, secretBoxOf, type SecretBox, type SecretKeySettings } from './lib/secret-box.ts';
export { createEncryptionMetrics } from './lib/encryption-metrics.ts';
