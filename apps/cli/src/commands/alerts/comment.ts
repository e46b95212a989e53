import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askAlerts } from '../../alerts/ask-alerts.ts';
import { askOptions, chosenArgs } from '../../alerts/choose-alerts.ts';
import { OPEN_STATUSES } from '../../alerts/filters.ts';
import { requiredNoteOption } from '../../alerts/note-option.ts';
import { defineCommand } from '../../command/definition.ts';

export const alertsComment = defineCommand({
  path: 'alerts comment',
  aliases: ['note'],
  summary: 'write something into the history of alerts',
  args: chosenArgs,
  options: { ...askOptions, note: requiredNoteOption },
  examples: ['redoubt alerts comment 3f2a9c01 --org acme --note "asked the owner of the host"'],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { note, ...input }) =>
    askAlerts(context, input, { ask: { type: 'alert.comment', note }, verb: 'Comment on', statuses: OPEN_STATUSES }),
  render: (result, view) => renderActions(result, 'commented', view),
});
