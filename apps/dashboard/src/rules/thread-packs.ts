import {
  BUILT_IN_PACK_ID,
  knownSources,
  lintPack,
  loadBuiltInPack,
  matchesLogSource,
  type Rule,
  type RulePack,
} from '@redoubt/sigma';
import type { PackText, RuleProblem } from './thread-jobs.ts';

/** Packs in a thread of their own, where it does not matter how long reading them takes. */
export class ThreadPacks {
  readonly #packs: readonly RulePack[];
  readonly #rules = new Map<string, Rule>();

  constructor(texts: readonly PackText[]) {
    this.#packs = texts.map(readPack);
    for (const rule of this.rules()) if (!this.#rules.has(rule.id)) this.#rules.set(rule.id, rule);
  }

  rules(): Rule[] {
    return this.#packs.flatMap((pack) => pack.rules);
  }

  /** The rule of an id; where packs share ids the first pack's. */
  ruleOf(ruleId: string): Rule | undefined {
    return this.#rules.get(ruleId);
  }
}

function readPack({ packId, json }: PackText): RulePack {
  if (packId === BUILT_IN_PACK_ID || json === undefined) return loadBuiltInPack();
  return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8')) as RulePack;
}

/** What keeps the rules of a file from being loaded, then what is worth a word about them. */
export function problemsOf(pack: RulePack, path: string): RuleProblem[] {
  const isKnownLogSource = (logSource: Parameters<typeof matchesLogSource>[0]): boolean =>
    knownSources().some((source) => matchesLogSource(logSource, source));
  const refused = pack.refused.map(({ path: at, line, code, detail }): RuleProblem => {
    return {
      ...(at === path ? { line } : {}),
      code,
      severity: 'error',
      message: at === path ? detail : `${at}: ${detail}`,
    };
  });
  const findings = lintPack(pack, { isKnownLogSource }).filter((finding) => finding.path === path);
  return [
    ...refused,
    ...findings.map(({ line, code, severity, detail }): RuleProblem => ({ line, code, severity, message: detail })),
  ];
}
