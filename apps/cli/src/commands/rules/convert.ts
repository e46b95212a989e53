import { readFileSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { convertLegacy } from '@redoubt/sigma';
import { z } from 'zod';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, BadValue, option } from '../../command/inputs.ts';

const asTimespan = (text: string): string => {
  if (!/^\d{1,6}[smhd]$/.test(text)) throw new BadValue('must be a timespan such as 30s, 5m, 1h or 2d');
  return text;
};

export const rulesConvert = defineCommand({
  path: 'rules convert',
  summary: 'translate a rule with count() into a correlation',
  details:
    'Old rules count in their condition (selection | count() by SourceIp > 5). They are refused; this writes the two documents that mean the same: the rule over single events, which keeps its id, and a correlation over it. Prints YAML; what to look at goes to standard error. Ends with 3 when a person has to do it (near, min, max, action).',
  args: { file: argument('<file>', 'rule file', asText) },
  options: {
    timespan: option('--timespan <span>', 'for rules that name no timeframe, such as 10m', asTimespan),
  },
  examples: ['redoubt rules convert old-rule.yml > new-rule.yml'],
  result: z.object({
    yaml: z.string(),
    notes: z.array(z.string()).describe('what its author should look at'),
  }),
  rowsOf: (result) => [result],
  run: async (context, { file, timespan }) => {
    const converted = convertLegacy(readText(file), timespan === undefined ? {} : { timespan });
    if ('error' in converted) throw new CliError(EXIT.checksFailed, `${file} is not converted: ${converted.error}`);
    for (const note of converted.notes) context.output.note(note);
    return { result: { yaml: converted.text, notes: converted.notes } };
  },
  render: ({ yaml }) => yaml,
});

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${toError(error).message}`,
    );
  }
}
