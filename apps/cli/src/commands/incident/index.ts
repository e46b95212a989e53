import type { Command } from '../../command/definition.ts';
import { incidentAssign } from './assign.ts';
import { incidentClose } from './close.ts';
import { incidentList } from './list.ts';
import { incidentNote } from './note.ts';
import { incidentOpen } from './open.ts';
import { incidentShow } from './show.ts';

export const incidentCommands: readonly Command[] = [
  incidentList,
  incidentShow,
  incidentOpen,
  incidentNote,
  incidentAssign,
  incidentClose,
];
