import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { isAppName, parseUsage, usageLine, type CommandTrace } from '@redoubt/acl';
import { defineScript } from '@redoubt/redis';
import type { RecordedCommand } from '@redoubt/redis/testing';
import { commandsOfScript } from './script-commands.ts';

/**
 * Makes the command traces of `libs/acl/src/traces` of what integration specs recorded under REDOUBT_RECORD_COMMANDS:
 * `node tools/acl/merge-traces.ts <folder> [--add]`. With `--add` what the traces hold already is kept.
 */
const root = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { add: { type: 'boolean' } } });

interface KnownScript {
  name: string;
  source: string;
}

/** Scripts of this repository by SHA-1, also those that are not committed yet. */
function ownScripts(): Map<string, KnownScript> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.lua'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const files = listed.filter((file) => existsSync(join(root, file)));
  const runnable = files.filter((file) => /-(\d+|n)\.lua$/.test(file));
  return new Map(runnable.map((file) => defineScript(join(root, file))).map((one) => [one.sha, one]));
}

interface Draft {
  commands: Set<string>;
  scripts: Map<string, { keys: Set<string>; commands: Set<string>; possible: Set<string> }>;
}

function readDraft(app: string): Draft {
  const file = traceFile(app);
  const held =
    values.add === true && existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as CommandTrace)
      : { commands: [], scripts: {} };
  const scripts = Object.entries(held.scripts).map(([name, { keys, commands, unseen }]) => {
    const seen = commands.map((line) => parseUsage(line).command);
    return [
      name,
      { keys: new Set(keys), commands: new Set(commands), possible: new Set([...unseen, ...seen]) },
    ] as const;
  });
  return { commands: new Set(held.commands), scripts: new Map(scripts) };
}

function traceFile(app: string): string {
  return join(root, 'libs/acl/src/traces', `${app}.json`);
}

/** Allowed to everybody before they are anybody. */
const always = new Set(['auth', 'hello', 'quit', 'reset']);

function note(draft: Draft, one: RecordedCommand, scripts: Map<string, KnownScript>): void {
  const lines = [
    ...one.keys.map((key) => usageLine({ command: one.name, key })),
    ...one.channels.map((channel) => usageLine({ command: one.name, channel })),
  ];
  if (lines.length === 0) lines.push(one.name);
  if (one.script === undefined) {
    if (!always.has(one.name)) for (const line of lines) draft.commands.add(line);
    return;
  }
  const known = scripts.get(one.script);
  if (known === undefined) throw new Error(`the text of script ${one.script} was not recorded`);
  const script = draft.scripts.get(known.name) ?? { keys: new Set(), commands: new Set(), possible: new Set() };
  draft.scripts.set(known.name, script);
  for (const command of commandsOfScript(known.source)) script.possible.add(command);
  if (one.name === 'eval' || one.name === 'evalsha') for (const { shape } of one.keys) script.keys.add(shape);
  else for (const line of lines) script.commands.add(line);
}

function finished(app: string, draft: Draft): CommandTrace {
  const scripts = [...draft.scripts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, script]) => {
      const seen = new Set([...script.commands].map((line) => parseUsage(line).command));
      const unseen = [...script.possible].filter((command) => !seen.has(command)).sort();
      return [name, { keys: [...script.keys].sort(), commands: [...script.commands].sort(), unseen }] as const;
    });
  return { app, commands: [...draft.commands].sort(), scripts: Object.fromEntries(scripts) };
}

const [folder] = positionals;
if (folder === undefined) throw new Error('usage: merge-traces.ts <folder> [--add]');
const records = readdirSync(folder)
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as RecordedCommand);
const scripts = ownScripts();
for (const { source, script } of records) {
  if (source === undefined || script === undefined || scripts.has(script)) continue;
  // All of its scripts begin so. What is neither ours nor its must not be put on its account.
  if (!source.includes('local rcall = redis.call'))
    throw new Error(`script ${script} has another text now: record anew`);
  scripts.set(script, { name: 'bullmq', source });
}
for (const [app, own] of Map.groupBy(records, ({ user }) => user)) {
  if (!isAppName(app)) throw new Error(`${app} is no app with a role`);
  const draft = readDraft(app);
  for (const one of own) note(draft, one, scripts);
  const file = traceFile(app);
  const text = JSON.stringify(finished(app, draft));
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
  console.log(`${app}: ${draft.commands.size} usages of its own, ${draft.scripts.size} scripts`);
}
