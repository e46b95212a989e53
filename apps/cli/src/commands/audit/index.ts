import type { Command } from '../../command/definition.ts';
import { auditTail } from './tail.ts';
import { auditVerify } from './verify.ts';

export const auditCommands: readonly Command[] = [auditTail, auditVerify];
