import type { Command } from '../../command/definition.ts';
import { encryptionReencrypt } from './reencrypt.ts';
import { encryptionRetire } from './retire.ts';
import { encryptionRotate } from './rotate.ts';
import { encryptionStatus } from './status.ts';

export const encryptionCommands: readonly Command[] = [
  encryptionStatus,
  encryptionRotate,
  encryptionReencrypt,
  encryptionRetire,
];
