import { DISPOSITIONS } from '@redoubt/contracts';
import { actionsSchema, renderActions } from '../../alerts/action-result.ts';
import { askAlerts } from '../../alerts/ask-alerts.ts';
import { askOptions, chosenArgs } from '../../alerts/choose-alerts.ts';
import { requiredNoteOption } from '../../alerts/note-option.ts';
import { defineCommand } from '../../command/definition.ts';
import { asChoice, option } from '../../command/inputs.ts';

export const alertsClose = defineCommand({
  path: 'alerts close',
  summary: 'end alerts with a verdict',
  details:
    'After true_positive the next match is a new alert; after false_positive and benign it keeps counting in silence for up to a day. A closed alert may be given another verdict.',
  args: chosenArgs,
  options: {
    disposition: option('--disposition <verdict>', DISPOSITIONS.join(', '), asChoice(DISPOSITIONS), {
      isRequired: true,
    }),
    ...askOptions,
    note: requiredNoteOption,
  },
  examples: [
    'redoubt alerts close 3f2a9c01 --org acme --disposition true_positive --note "address blocked"',
    'redoubt alerts close --org acme --rule redoubt-brute-force --user backup --disposition benign --note "expired password" --dry-run',
  ],
  result: actionsSchema,
  rowsOf: ({ results }) => results,
  run: (context, { disposition, note, ...input }) =>
    askAlerts(context, input, {
      ask: { type: 'alert.close', disposition, note },
      verb: `Close as ${disposition}`,
      statuses: ['firing', 'acknowledged', 'resolved'],
    }),
  render: (result, view) => renderActions(result, 'closed', view),
});
