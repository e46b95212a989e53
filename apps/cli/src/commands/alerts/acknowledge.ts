import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askAlerts } from '../../alerts/ask-alerts.ts';
import { askOptions, chosenArgs } from '../../alerts/choose-alerts.ts';
import { noteOption } from '../../alerts/note-option.ts';
import { defineCommand } from '../../command/definition.ts';

export const alertsAcknowledge = defineCommand({
  path: 'alerts acknowledge',
  aliases: ['ack'],
  summary: 'say that somebody is on it: nobody is told again unless it gets worse',
  details: 'Takes ids or filters. Alerts that are not firing are left alone.',
  args: chosenArgs,
  options: { ...askOptions, note: noteOption },
  examples: [
    'redoubt alerts acknowledge 3f2a9c01 --org acme --note "looking"',
    'redoubt alerts acknowledge --org acme --source-ip 203.0.113.7 --dry-run',
  ],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { note, ...input }) =>
    askAlerts(context, input, {
      ask: { type: 'alert.acknowledge', ...(note === undefined ? {} : { note }) },
      verb: 'Acknowledge',
      statuses: ['firing'],
    }),
  render: (result, view) => renderActions(result, 'acknowledged', view),
});
