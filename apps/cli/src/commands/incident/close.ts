import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askIncidents, incidentArgs, incidentAskOptions } from '../../alerts/ask-incidents.ts';
import { requiredNoteOption } from '../../alerts/note-option.ts';
import { defineCommand } from '../../command/definition.ts';

export const incidentClose = defineCommand({
  path: 'incident close',
  summary: 'close incidents; their alerts stay as they are',
  args: incidentArgs,
  options: { ...incidentAskOptions, note: requiredNoteOption },
  examples: ['redoubt incident close 81d2f0aa --org acme --note "address blocked, passwords changed"'],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { note, ...input }) => askIncidents(context, input, { type: 'incident.close', note }),
  render: (result, view) => renderActions(result, 'closed', view),
});
