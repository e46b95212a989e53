import type { Command } from '../../command/definition.ts';
import { complianceWaive, complianceAttest } from './except.ts';
import { complianceReport } from './report.ts';
import { complianceRun } from './run.ts';
import { complianceVerify } from './verify.ts';

export const complianceCommands: readonly Command[] = [
  complianceRun,
  complianceReport,
  complianceVerify,
  complianceWaive,
  complianceAttest,
];
