import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { hideSecret } from '../../settings/hide-secrets.ts';

export const configView = defineCommand({
  path: 'config view',
  summary: 'show the settings in use and where each comes from; secrets are hidden',
  details:
    'The environment wins over .redoubt/dev.env, which "npm start" writes in a checkout. When the environment names Redis or PostgreSQL, the file is left aside for both.',
  examples: ['redoubt config view'],
  result: z.object({
    settings: z.array(
      z.object({
        name: z.string(),
        value: z.string().describe('secrets hidden'),
        origin: z.string().describe('`environment` or the path of the file'),
      }),
    ),
  }),
  rowsOf: ({ settings }) => settings,
  run: (context) => {
    const settings = context.settings
      .list()
      .map(({ name, value, origin }) => ({ name, value: hideSecret(name, value), origin }));
    if (settings.length === 0) {
      context.output.note('nothing is set: set REDIS_NODES and DATABASE_URL, or run "npm start" in a checkout');
    }
    return Promise.resolve({ result: { settings } });
  },
  render: ({ settings }, view) =>
    renderTable(
      [{ name: 'name' }, { name: 'value', isFlexible: true }, { name: 'origin' }],
      settings.map(({ name, value, origin }) => [name, printable(value), printable(origin)]),
      view,
    ),
});
