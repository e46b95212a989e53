import { CLUSTER_KEY_DECLARATIONS } from './cluster-key-declarations.ts';
import { ORG_KEY_DECLARATIONS } from './org-key-declarations.ts';
import type { KeyDeclaration } from './declaration.ts';

export { CLUSTER_KEY_DECLARATIONS, ORG_KEY_DECLARATIONS };

/** The whole key schema. */
export const KEY_CATALOGUE: readonly KeyDeclaration[] = [...ORG_KEY_DECLARATIONS, ...CLUSTER_KEY_DECLARATIONS];

/** Renders the catalogue as the page `docs/reference/keys.md`. */
export function renderKeyReference(): string {
  const rows = (list: readonly KeyDeclaration[]): string =>
    list
      .map(
        (d) =>
          `| \`${d.pattern}\` | ${d.type} | ${d.writers.join(', ')} | ${d.readers.join(', ')} | ${d.ttl} | ${d.bound} | ${cell(d.purpose)} |`,
      )
      .join('\n');
  const head = '| key | type | written by | read by | life | bound | what it is for |\n|---|---|---|---|---|---|---|\n';
  return `${intro}## Keys of an organisation\n\nAll in the hash slot of \`{org:<uuid>}\`.\n\n${head}${rows(ORG_KEY_DECLARATIONS)}\n\n## Cluster-wide keys\n\n${head}${rows(CLUSTER_KEY_DECLARATIONS)}\n`;
}

/** A bar ends a table cell, inside code too. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

const intro = `# Redis keys

Generated from \`libs/key-schema\` by \`npm run docs\`; do not edit. Stamps are UTC digits: minute \`202611211430\`,
hour \`2026112114\`, day \`20261121\`. A \`<hash>\` is the first 32 hex digits of SHA-256 over user text, which never
stands in a key itself.

`;
