import type { Command } from '../../command/definition.ts';
import { alertsAcknowledge } from './acknowledge.ts';
import { alertsAssign } from './assign.ts';
import { alertsClose } from './close.ts';
import { alertsComment } from './comment.ts';
import { alertsList } from './list.ts';
import { alertsReopen } from './reopen.ts';
import { alertsShow } from './show.ts';
import { alertsSuppress } from './suppress.ts';

export const alertsCommands: readonly Command[] = [
  alertsList,
  alertsShow,
  alertsAcknowledge,
  alertsAssign,
  alertsClose,
  alertsReopen,
  alertsComment,
  alertsSuppress,
];
