import type { Command } from '../../command/definition.ts';
import { channelAdd } from './add.ts';
import { channelDisable } from './disable.ts';
import { channelEnable } from './enable.ts';
import { channelList } from './list.ts';
import { channelRemove } from './remove.ts';
import { channelTest } from './test.ts';

export const channelCommands: readonly Command[] = [
  channelAdd,
  channelList,
  channelTest,
  channelEnable,
  channelDisable,
  channelRemove,
];
