import { aclPattern, type KeyShape } from '@redoubt/key-schema';
import { usagesOf, type CommandTrace, type Usage } from './command-trace.ts';
import type { Access, Grant, KeyRule, Role } from './role.ts';

/** What one command is used on. */
interface Needs {
  keys: Map<KeyShape, Access>;
  channels: Set<KeyShape>;
}

const scriptCommands = ['eval', 'evalsha'];

/**
 * The least role under which everything of the trace is allowed.
 *
 * The root holds commands without keys, and the keys of scripts (all keys a script names must stand in one selector,
 * and Redis wants them readable and writable) but with EVAL and EVALSHA alone. Each other command has a selector with
 * exactly the keys it was used on, which also holds for commands run by a script: a consumer may XACK the event stream
 * and XADD to its dead letters, and cannot XADD to the event stream.
 */
export function generateRole(trace: CommandTrace, description: string): Role {
  const needs = collectNeeds(usagesOf(trace));
  const scriptKeys = Object.values(trace.scripts).flatMap((script) => script.keys);
  const hasScripts = Object.keys(trace.scripts).length > 0;
  const keyless = [...needs].filter(([, { keys, channels }]) => keys.size + channels.size === 0).map(([name]) => name);
  return {
    name: trace.app,
    description,
    root: {
      commands: sorted([...keyless, ...(hasScripts ? scriptCommands : [])]),
      keys: keyRules(new Map(scriptKeys.map((shape) => [shape, 'RW']))),
      channels: [],
    },
    selectors: selectorsOf(needs),
  };
}

function collectNeeds(usages: readonly Usage[]): Map<string, Needs> {
  const all = new Map<string, Needs>();
  for (const { command, key, channel } of usages) {
    if (scriptCommands.includes(command)) continue;
    const needs = all.get(command) ?? { keys: new Map<KeyShape, Access>(), channels: new Set<KeyShape>() };
    all.set(command, needs);
    if (key) needs.keys.set(key.shape, joined(needs.keys.get(key.shape), key.access));
    if (channel !== undefined) needs.channels.add(channel);
  }
  return all;
}

function joined(a: Access | undefined, b: Access): Access {
  return a === undefined || a === b ? b : 'RW';
}

/** Commands with the same needs share a selector. */
function selectorsOf(needs: ReadonlyMap<string, Needs>): Grant[] {
  const groups = new Map<string, { commands: string[]; needs: Needs }>();
  for (const [command, own] of needs) {
    if (own.keys.size + own.channels.size === 0) continue;
    const id = JSON.stringify([[...own.keys].sort(), [...own.channels].sort()]);
    const group = groups.get(id);
    if (group) group.commands.push(command);
    else groups.set(id, { commands: [command], needs: own });
  }
  return [...groups.values()]
    .map(({ commands, needs: own }) => ({
      commands: sorted(commands),
      keys: keyRules(own.keys),
      channels: sorted([...own.channels].map(aclPattern)),
    }))
    .sort((a, b) => (a.commands.join() < b.commands.join() ? -1 : 1));
}

function keyRules(keys: ReadonlyMap<KeyShape, Access>): KeyRule[] {
  const rules = [...keys].map(([shape, access]) => ({ pattern: aclPattern(shape), access }));
  return rules
    .filter((rule) => !rules.some((other) => other !== rule && covers(other, rule)))
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

/** Whether one rule lets through all that another does (`notify:*` and `notify:due`), so that the other says nothing. */
function covers(wide: KeyRule, narrow: KeyRule): boolean {
  if (wide.access !== 'RW' && wide.access !== narrow.access) return false;
  const example = narrow.pattern.replace('[89ab]', '8').replaceAll('*', 'x:x');
  const parts = wide.pattern
    .split(/([*?]|\[89ab\])/)
    .map((part, index) => (index % 2 === 0 ? literal(part) : globs[part]));
  return new RegExp(`^${parts.join('')}$`).test(example);
}

const globs: Readonly<Record<string, string>> = { '*': '.*', '?': '.', '[89ab]': '[89ab]' };

function literal(text: string): string {
  return text.replace(/[\\^$.+()[\]{}|]/g, String.raw`\$&`);
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
