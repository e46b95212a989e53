import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askIncidents, incidentArgs, incidentAskOptions } from '../../alerts/ask-incidents.ts';
import { assigneeOf, assigneeOptions } from '../../alerts/assignee.ts';
import { defineCommand } from '../../command/definition.ts';

export const incidentAssign = defineCommand({
  path: 'incident assign',
  summary: 'give incidents to somebody, or to nobody',
  args: incidentArgs,
  options: { ...assigneeOptions, ...incidentAskOptions },
  examples: ['redoubt incident assign 81d2f0aa --org acme --to ana'],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { to, none, ...input }) =>
    askIncidents(context, input, { type: 'incident.assign', assignee: assigneeOf({ to, none }) }),
  render: (result, view) => renderActions(result, 'assigned', view),
});
