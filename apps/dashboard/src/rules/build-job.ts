import { createHash } from 'node:crypto';
import { buildPack, parseRules, type RulePack } from '@redoubt/sigma';
import type { BuildJob, Built, RuleProblem } from './thread-jobs.ts';
import { problemsOf, ThreadPacks } from './thread-packs.ts';

/** Makes the pack of an organisation's own rules with one change; says what is wrong with it by line. */
export function runBuild(job: BuildJob): Built {
  if ('withdraw' in job.change) return withdraw(job, job.change.withdraw);
  const { yaml } = job.change;
  const parsed = parseRules(yaml, '');
  const [rule, ...others] = parsed.rules;
  const single = [
    ...parsed.refused.map(({ line, code, detail }): RuleProblem => ({
      line,
      code,
      severity: 'error',
      message: detail,
    })),
    ...parsed.filters.map(({ line }) => refusal(line, 'filter', 'filters cannot be published here')),
    ...others.map(({ line }) => refusal(line, 'many_rules', 'publish one rule at a time')),
    ...parsed.warnings.flatMap(({ code, line }) =>
      code === 'missing_id' ? [refusal(line, code, 'give the rule an id or a name, so that it can be told apart')] : [],
    ),
  ];
  if (rule === undefined || single.length > 0) return { problems: single.length > 0 ? single : [noRule] };
  const path = pathOf(rule.id);
  const kept = job.rules.filter(({ ruleId }) => ruleId !== rule.id);
  const pack = packOf(job, [...kept, { ruleId: rule.id, yaml }]);
  const problems = problemsOf(pack, path);
  const said = { problems, ruleId: rule.id, title: rule.title };
  return pack.refused.length > 0 ? said : { ...said, pack };
}

const noRule = refusal(1, 'not_a_rule', 'there is no rule in the text');

function withdraw(job: BuildJob, ruleId: string): Built {
  const pack = packOf(
    job,
    job.rules.filter((one) => one.ruleId !== ruleId),
  );
  // Rules that count the one withdrawn would be refused with it.
  const problems = problemsOf(pack, '').filter(({ severity }) => severity === 'error');
  return { problems, ruleId, ...(problems.length > 0 ? {} : { pack }) };
}

function refusal(line: number, code: string, message: string): RuleProblem {
  return { line, code, severity: 'error', message };
}

/** The file that a rule of an organisation's own stands in. */
export function pathOf(ruleId: string): string {
  return `${ruleId}.yml`;
}

function packOf(job: BuildJob, rules: readonly { ruleId: string; yaml: string }[]): RulePack {
  const own = new Set(rules.map(({ ruleId }) => ruleId));
  const pack = buildPack({
    ...{ packId: job.packId, version: '', title: job.title },
    files: rules
      .map(({ ruleId, yaml }) => ({ path: pathOf(ruleId), text: yaml }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    externalRules: new ThreadPacks(job.packs).rules().filter(({ id }) => !own.has(id)),
  });
  const version = createHash('sha256').update(JSON.stringify(pack)).digest('hex').slice(0, 12);
  return { ...pack, version };
}
