import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askIncidents, incidentArgs, incidentAskOptions } from '../../alerts/ask-incidents.ts';
import { requiredNoteOption } from '../../alerts/note-option.ts';
import { defineCommand } from '../../command/definition.ts';

export const incidentNote = defineCommand({
  path: 'incident note',
  summary: 'write something into the history of incidents; open ones are being investigated then',
  args: incidentArgs,
  options: { ...incidentAskOptions, note: requiredNoteOption },
  examples: ['redoubt incident note 81d2f0aa --org acme --note "host taken off the network"'],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { note, ...input }) => askIncidents(context, input, { type: 'incident.note', note }),
  render: (result, view) => renderActions(result, 'noted', view),
});
