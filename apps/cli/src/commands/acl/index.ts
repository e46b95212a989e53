import type { Command } from '../../command/definition.ts';
import { aclApply } from './apply.ts';
import { aclDiff } from './diff.ts';
import { aclExport } from './export.ts';
import { aclList } from './list.ts';
import { aclPlan } from './plan.ts';
import { aclRevoke } from './revoke.ts';
import { aclRotate } from './rotate.ts';
import { aclTest } from './test.ts';

export const aclCommands: readonly Command[] = [
  aclList,
  aclDiff,
  aclPlan,
  aclApply,
  aclRotate,
  aclRevoke,
  aclTest,
  aclExport,
];
