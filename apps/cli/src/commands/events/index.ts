import type { Command } from '../../command/definition.ts';
import { eventsFields } from './fields.ts';
import { eventsSearch } from './search.ts';
import { eventsShow } from './show.ts';

export const eventsCommands: readonly Command[] = [eventsFields, eventsSearch, eventsShow];
