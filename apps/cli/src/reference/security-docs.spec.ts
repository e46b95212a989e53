import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCommands } from '../commands/index.ts';
import { docFaults, shellLinesOf } from '../testing/doc-commands.ts';

const docs = join(import.meta.dirname, '../../../../docs');
const NAMES = [
  'COMPLIANCE_GUIDE',
  'CREDENTIAL_ROTATION',
  'INCIDENT_RESPONSE',
  'MONITORING_GUIDE',
  'SECURITY_OPERATIONS',
  'TROUBLESHOOTING',
];

describe('documents of security operations', () => {
  it('are the six of the requirements, and the threat model', () => {
    expect(readdirSync(join(docs, 'security')).sort()).toEqual(
      [...NAMES, 'THREAT_MODEL'].map((name) => `${name}.md`).sort(),
    );
  });

  it.each(NAMES)('%s shows our own commands alone', (name) => {
    const lines = shellLinesOf(readFileSync(join(docs, 'security', `${name}.md`), 'utf8'));
    expect(lines.filter((line) => !line.startsWith('redoubt '))).toEqual([]);
  });
});

const PAGES = ['security', 'tutorials', 'how-to', 'explanation', 'runbooks'].flatMap((folder) =>
  readdirSync(join(docs, folder)).map((name) => `${folder}/${name}`),
);

describe('pages for people', () => {
  it.each(PAGES)(
    '%s shows commands that exist, with options they have, and links that lead somewhere',
    async (page) => {
      expect(await docFaults(join(docs, page), await allCommands())).toEqual([]);
    },
  );
});
