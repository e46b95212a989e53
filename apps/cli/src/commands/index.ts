import type { Command } from '../command/definition.ts';
import { configView } from './config/view.ts';
import { dlqList } from './dlq/list.ts';
import { dlqReplay } from './dlq/replay.ts';
import { dlqShow } from './dlq/show.ts';
import { eventsSearch } from './events/search.ts';
import { keyCreate } from './key/create.ts';
import { keyList } from './key/list.ts';
import { keyRevoke } from './key/revoke.ts';
import { keyRotate } from './key/rotate.ts';
import { lag } from './lag.ts';
import { ledger } from './ledger.ts';
import { orgCreate } from './org/create.ts';
import { orgList } from './org/list.ts';
import { orgShow } from './org/show.ts';
import { rulesLint } from './rules/lint.ts';
import { rulesTest } from './rules/test.ts';
import { send } from './send.ts';
import { streamGroups } from './stream/groups.ts';
import { streamTail } from './stream/tail.ts';

/** Every command, in the order of the help text and the reference page. */
export const COMMANDS: readonly Command[] = [
  ...[orgCreate, orgList, orgShow],
  ...[keyCreate, keyList, keyRotate, keyRevoke],
  send,
  ...[streamTail, streamGroups],
  lag,
  ...[dlqList, dlqShow, dlqReplay],
  ledger,
  eventsSearch,
  ...[rulesLint, rulesTest],
  configView,
];
