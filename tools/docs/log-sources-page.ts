import { describeSources, sourceFamilies, type SourceDescription } from '@redoubt/sigma';
import { markdownTable } from './markdown-table.ts';

/** Renders `docs/reference/log-sources.md` from the data files of the classifier. */
export function renderLogSourcesPage(): string {
  const all = describeSources();
  const sections = sourceFamilies().map(({ family, title }) =>
    familySection(
      title,
      all.filter((one) => one.family === family),
    ),
  );
  return `${[intro, ...sections, mappingSection(all)].join('\n\n')}\n`;
}

const intro = `# Log sources

Generated from the data files of \`libs/sigma/src/lib/log-source\` by \`npm run docs\`; do not edit.

Sigma rules name the log source they look at (product, service, category). The tables say by what an event is recognised as one; the first row that fits in a family decides. A Windows event may come nested (\`Event.System\`), as \`winlog\` of the Elastic agents or flat (\`EventID\` with \`Channel\` or a provider); a record of another service may stand at the top of the event or under \`payload\`. An event keeps all its own fields; Sigma's names are added beside them, and every event also has the canonical names of [events](events.md) (\`eventType\`, \`sourceIp\`, \`user\` …). What nothing recognises is looked at by rules that ask for no product, service or category.

A sender that knows better says so with an object \`logsource\` (\`{"product": …, "service": …, "category": …}\`) whose words are one of the rows of the last family, or a product of the other tables with its service, one of its categories, or both.`;

function familySection(title: string, rows: readonly SourceDescription[]): string {
  const cells = rows.map(({ title: name, product, service, categories, recognisedBy }) => [
    name,
    ...[product ?? '–', service ?? '–', categories.length === 0 ? '–' : categories.join(', '), recognisedBy],
  ]);
  return `## ${title}\n\n${markdownTable(['events', 'product', 'service', 'categories', 'recognised by'], cells)}`;
}

/** Field tables, one per distinct list of fields. */
function mappingSection(all: readonly SourceDescription[]): string {
  const titlesOf = new Map<string, { titles: string[]; fields: SourceDescription['fields'] }>();
  for (const { title, fields } of all) {
    if (fields.length === 0) continue;
    const key = JSON.stringify(fields);
    const known = titlesOf.get(key);
    if (known) known.titles.push(title);
    else titlesOf.set(key, { titles: [title], fields });
  }
  const parts = [...titlesOf.values()].map(({ titles, fields }) => {
    const rows = fields.map(({ name, from }) => [`\`${name}\``, from.map((path) => `\`${path}\``).join(', ')]);
    return `### ${titles.join('; ')}\n\n${markdownTable(['Sigma field', 'taken from, best first'], rows)}`;
  });
  return `## Added fields\n\n${parts.join('\n\n')}`;
}
