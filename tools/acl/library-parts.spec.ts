import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  auditPart,
  clientPart,
  consumerPart,
  deadLettersPart,
  outcomesPart,
  parseUsage,
  relayPart,
  trimmerPart,
  type TracePart,
} from '@redoubt/acl';
import { commandsOfScript } from './script-commands.ts';

const root = resolve(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', 'libs/*.lua'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const sources = new Map(
  files.map((file) => [basename(file).replace(/-(\d+|n)\.lua$/, ''), readFileSync(join(root, file), 'utf8')]),
);

const parts: [string, TracePart][] = [
  ['client', clientPart],
  ['consumer', consumerPart('alert_engine')],
  ['trimmer', trimmerPart()],
  ['relay', relayPart()],
  ['dead letters', deadLettersPart()],
  ['audit', auditPart()],
  ['outcomes', outcomesPart()],
];

describe('parts of libraries', () => {
  it.each(parts)('%s says every command of its scripts and none beside', (_, part) => {
    for (const [name, { commands }] of Object.entries(part.scripts)) {
      const said = [...new Set(commands.map((line) => parseUsage(line).command))].sort();
      expect([name, said]).toEqual([name, commandsOfScript(sources.get(name) ?? '')]);
    }
  });
});
