import type { Command } from '../../command/definition.ts';
import { sinkAdd } from './add.ts';
import { sinkBackfill } from './backfill.ts';
import { sinkList } from './list.ts';
import { sinkPause } from './pause.ts';
import { sinkRemove } from './remove.ts';
import { sinkResume } from './resume.ts';
import { sinkShow } from './show.ts';
import { sinkTest } from './test.ts';

export const sinkCommands: readonly Command[] = [
  sinkAdd,
  sinkList,
  sinkShow,
  sinkTest,
  sinkPause,
  sinkResume,
  sinkBackfill,
  sinkRemove,
];
