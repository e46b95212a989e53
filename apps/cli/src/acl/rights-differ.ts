import type { CommandTable, UserState } from '@redoubt/acl';
import { shownPattern } from './shown-pattern.ts';

/** What a user has that it should not (`+`) and lacks (`-`), in the words of ACL rules; selector by selector. */
export function rightsDiffer(held: UserState, wanted: UserState, table: CommandTable): string[] {
  const [heldRoot = '', ...heldRest] = held.grants;
  const [wantedRoot = '', ...wantedRest] = wanted.grants;
  const extra = heldRest.filter((grant) => !wantedRest.includes(grant));
  const missing = wantedRest.filter((grant) => !heldRest.includes(grant));
  const words = wordsDiffer(heldRoot, wantedRoot, table);
  for (const grant of extra) {
    const twin = closest(grant, missing);
    if (twin === undefined) {
      words.push(`+(${shortened(ruleWords(grant))})`);
      continue;
    }
    missing.splice(missing.indexOf(twin), 1);
    words.push(`(${shortened(ruleWords(twin), 2)}: ${wordsDiffer(grant, twin, table).join(' ')})`);
  }
  return [...words, ...missing.map((grant) => `-(${shortened(ruleWords(grant))})`)];
}

/** The selector that was most likely changed into this one. */
function closest(grant: string, others: readonly string[]): string | undefined {
  const own = new Set(grant.split(' '));
  const shared = (other: string): number => other.split(' ').filter((word) => own.has(word)).length;
  const [best] = [...others].sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) > 0 ? best : undefined;
}

function wordsDiffer(held: string, wanted: string, { all }: CommandTable): string[] {
  const [has, should] = [new Set(ruleWords(held)), new Set(ruleWords(wanted))];
  const isAll = [...all].every((command) => has.has(command)) && ![...all].every((command) => should.has(command));
  const more = [...has].filter((word) => !should.has(word) && !(isAll && all.has(word)));
  const less = [...should].filter((word) => !has.has(word));
  const extra = [...(isAll ? ['@all'] : []), ...more].map((word) => `+${word}`);
  return [shortened(extra), shortened(less.map((word) => `-${word}`))].filter(Boolean);
}

function ruleWords(grant: string): string[] {
  return grant.split(' ').filter(Boolean);
}

function shortened(words: readonly string[], most = 8): string {
  const rest = words.length - most;
  const shown = words.slice(0, most).map(shownPattern).join(' ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
