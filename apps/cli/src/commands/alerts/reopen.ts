import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askAlerts } from '../../alerts/ask-alerts.ts';
import { askOptions, chosenArgs } from '../../alerts/choose-alerts.ts';
import { noteOption } from '../../alerts/note-option.ts';
import { defineCommand } from '../../command/definition.ts';

export const alertsReopen = defineCommand({
  path: 'alerts reopen',
  summary: 'open resolved or closed alerts again; people are told',
  details: 'alert-engine holds alerts that ended for seven days; older ones cannot be reopened.',
  args: chosenArgs,
  options: { ...askOptions, note: noteOption },
  examples: ['redoubt alerts reopen 3f2a9c01 --org acme --note "it goes on"'],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { note, ...input }) =>
    askAlerts(context, input, {
      ask: { type: 'alert.reopen', ...(note === undefined ? {} : { note }) },
      verb: 'Reopen',
      statuses: ['resolved', 'closed'],
    }),
  render: (result, view) => renderActions(result, 'reopened', view),
});
