import type { OrgId } from '@redoubt/contracts';
import { loadBuiltInPack, toSigmaEvent, type Rule, type RulePack } from '@redoubt/sigma';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asInteger, asText, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { similarTo } from '../../output/similar.ts';
import { explain, explanationSchema } from '../../rules/explain-json.ts';
import { eventOfFile, eventOfId, type FoundEvent } from '../../rules/find-event.ts';
import { loadRules } from '../../rules/load-rules.ts';
import { sourceText } from '../../rules/match-json.ts';
import { findRule, loadOrgPacks } from '../../rules/org-packs.ts';
import { orgRuleStates, RULE_STATES } from '../../rules/org-rule-states.ts';
import { placeholdersOption, readPlaceholders } from '../../rules/placeholders-file.ts';

const explainSchema = explanationSchema.extend({
  state: z.enum(RULE_STATES).optional().describe('with --org: whether the organisation runs the rule'),
});

type ExplainJson = z.infer<typeof explainSchema>;

export const rulesExplain = defineCommand({
  path: 'rules explain',
  summary: 'say item by item why a rule does or does not match an event',
  details:
    'The event comes from a file, as its sender wrote it, or from what is stored. The rule comes from --rules, else from the packs of --org, else from the built-in pack. Of a correlation it says which of its rules the event matches and what it is grouped by.',
  args: { rule: argument('<rule>', 'id or name of the rule', asText) },
  options: {
    event: option('--event <file>', 'file with the event as JSON, or - for standard input', asText),
    line: option('--line <n>', 'of that file', asInteger({ min: 1, max: 1_000_000_000 }), { defaultValue: 1 }),
    eventId: option('--event-id <id>', 'a stored event of the organisation', asText),
    org: option('--org <org>', 'the organisation, by name or id', asText),
    rules: option('--rules <path>', 'where the rule is: folder, file, .jsonl list or archive', asText),
    placeholders: placeholdersOption,
  },
  examples: [
    'redoubt rules explain redoubt_brute_force_source --org acme --event-id s-1700000000000-0-12',
    'redoubt rules explain my-rule --rules my-rules/ --event event.json',
  ],
  result: explainSchema,
  rowsOf: (result) => [result],
  isEndless: () => true,
  run: async (context, input) => {
    if ((input.event === undefined) === (input.eventId === undefined)) {
      throw usageError('give the event with --event FILE or with --event-id ID');
    }
    if (input.eventId !== undefined && input.org === undefined) throw usageError('--event-id needs --org');
    const org = input.org === undefined ? undefined : await findOrg(await context.database(), input.org);
    const event = await eventFor(context, input, org);
    const { packs, stateOf } = await packsFor(context, input, org);
    const { rule } = findRule(packs, input.rule) ?? unknownRule(input.rule, packs);
    const sigmaEvent = toSigmaEvent(event.value, event.fields);
    const ruleOf = (id: string): Rule | undefined => findRule(packs, id)?.rule;
    const state = stateOf(rule);
    const explanation = explain(rule, sigmaEvent, ruleOf);
    const result = { ...explanation, eventLogSource: sourceText(sigmaEvent.source), ...(state ? { state } : {}) };
    return { result };
  },
  render: renderExplanation,
});

type Org = { id: OrgId; name: string } | undefined;

async function eventFor(
  context: Context,
  { event, eventId, line }: { event: string | undefined; eventId: string | undefined; line: number },
  org: Org,
): Promise<FoundEvent> {
  if (event !== undefined) return eventOfFile(context, event, line);
  if (org === undefined || eventId === undefined) throw usageError('--event-id needs --org');
  return eventOfId(context, org, eventId);
}

interface PacksFor {
  packs: readonly RulePack[];
  stateOf: (rule: Rule) => ExplainJson['state'];
}

async function packsFor(
  context: Context,
  { rules, placeholders }: { rules: string | undefined; placeholders: string | undefined },
  org: Org,
): Promise<PacksFor> {
  if (rules !== undefined) {
    const { pack } = await loadRules(context, [rules], readPlaceholders(placeholders));
    return { packs: [pack, loadBuiltInPack()], stateOf: () => undefined };
  }
  if (org === undefined) return { packs: [loadBuiltInPack()], stateOf: () => undefined };
  const found = await loadOrgPacks(await context.database(), org.id);
  const states = new Map(orgRuleStates(found, undefined).map((one) => [one.rule, one.state]));
  return { packs: found.packs, stateOf: (rule) => states.get(rule) };
}

function unknownRule(typed: string, packs: readonly RulePack[]): never {
  const refusal = packs.flatMap((pack) => pack.refused).find(({ ruleId, name }) => ruleId === typed || name === typed);
  if (refusal) {
    throw usageError(
      `the rule ${JSON.stringify(typed)} is refused`,
      printable(`${refusal.path}:${refusal.line}: ${refusal.code}: ${refusal.detail}`),
    );
  }
  const similar = similarTo(
    typed,
    packs.flatMap((pack) => pack.rules.map((rule) => rule.id)),
  );
  const hint =
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'redoubt rules list --query TEXT finds rules';
  throw usageError(`there is no rule ${JSON.stringify(typed)} in ${packs.map((pack) => pack.packId).join(', ')}`, hint);
}

function renderExplanation(result: ExplainJson, { style }: View): string {
  const { ruleId, title, state, verdict, matches, rules, correlation, eventLogSource } = result;
  const lines = [
    `${style.head(printable(title))} [${printable(ruleId)}]${state === undefined ? '' : `, ${state.replaceAll('_', ' ')}`}`,
    `event: log source ${printable(eventLogSource)}`,
  ];
  if (correlation !== undefined) lines.push(`fires when: ${correlation.condition} within ${correlation.window}`);
  for (const { ruleId: id, logSource, isRouted, lines: items } of rules) {
    const fits = isRouted ? style.good('yes') : style.bad('no');
    if (correlation !== undefined) lines.push(`counts ${printable(id)}:`);
    lines.push(`  log source ${printable(logSource)}: ${fits}`);
    lines.push(...items.map((item) => `  ${paint(printable(item), style)}`));
  }
  lines.push(matches ? style.good(printable(verdict)) : style.warn(printable(verdict)));
  return lines.join('\n');
}

function paint(line: string, style: View['style']): string {
  return line.trimStart().startsWith('+') ? style.good(line) : line;
}
