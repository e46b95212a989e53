import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askAlerts } from '../../alerts/ask-alerts.ts';
import { assigneeOf, assigneeOptions } from '../../alerts/assignee.ts';
import { askOptions, chosenArgs } from '../../alerts/choose-alerts.ts';
import { OPEN_STATUSES } from '../../alerts/filters.ts';
import { defineCommand } from '../../command/definition.ts';

export const alertsAssign = defineCommand({
  path: 'alerts assign',
  summary: 'give alerts to somebody, or to nobody',
  args: chosenArgs,
  options: { ...assigneeOptions, ...askOptions },
  examples: ['redoubt alerts assign 3f2a9c01 --org acme --to ana', 'redoubt alerts assign 3f2a9c01 --org acme --none'],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { to, none, ...input }) => {
    const assignee = assigneeOf({ to, none });
    const verb = assignee === null ? 'Take from whoever has' : `Give ${assignee}`;
    return askAlerts(context, input, { ask: { type: 'alert.assign', assignee }, verb, statuses: OPEN_STATUSES });
  },
  render: (result, view) => renderActions(result, 'assigned', view),
});
