import type { OrgId } from '@redoubt/contracts';
import { BUILT_IN_PACK_ID, DEFAULT_RULES, DEFAULT_ALERT_SETTINGS, listPacks, type PackInfo } from '@redoubt/rulebook';
import { loadBuiltInPack } from '@redoubt/sigma';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { asChoice, asText, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { overrideSchema, overrideText } from '../../rules/change-json.ts';
import { loadOrgPacks, type OrgPacks } from '../../rules/org-packs.ts';
import { orgRuleStates, RULE_STATES, type OrgRule } from '../../rules/org-rule-states.ts';
import { severitySchema } from '../../rules/rule-schema.ts';
import { readSeenSources } from '../../rules/seen-sources.ts';

const packSchema = z.object({
  packId: z.string(),
  version: z.string(),
  title: z.string(),
  state: z
    .enum(['enabled', 'available', 'missing'])
    .describe('`missing`: the organisation names it, and it is not stored'),
  rules: z.number().int(),
  refused: z.number().int(),
  license: z.string().optional(),
  isPrivate: z.boolean().describe('only this organisation may use it'),
  states: z.record(z.string(), z.number().int()).optional().describe('of enabled packs: rules by state'),
});

const ruleSchema = z.object({
  ruleId: z.string(),
  name: z.string().optional(),
  title: z.string(),
  level: severitySchema.describe('as the rule says; see override'),
  kind: z.enum(['detection', 'correlation']),
  packId: z.string(),
  path: z.string(),
  author: z.string().optional(),
  isAlerting: z.boolean().describe('false for rules that only correlations count'),
  state: z
    .enum(RULE_STATES)
    .describe('`off_by_default`: runs when it is enabled by name; `shadowed`: an earlier pack has a rule of this id'),
  override: overrideSchema.optional().describe('what the organisation set'),
  reason: z.string().optional().describe('of `not_evaluable`'),
  detail: z.string().optional().describe('of `not_evaluable`: a sentence'),
});

const listSchema = z.object({
  organization: z.string().optional().describe('name'),
  packs: z.array(packSchema),
  rules: z.array(ruleSchema).optional().describe('with --pack, --query or --state'),
});

type ListJson = z.infer<typeof listSchema>;
type PackJson = z.infer<typeof packSchema>;

export const rulesList = defineCommand({
  path: 'rules list',
  summary: 'list packs, and rules with their states',
  details:
    'With --org the packs the organisation runs and those it might; --pack, --query and --state list rules of those it runs. A rule is not evaluable when nothing the organisation sends could match it: its log source or its fields were never seen. Without --org the built-in pack, as an organisation has it that never changed anything.',
  options: {
    org: option('--org <org>', 'an organisation, by name or id', asText),
    pack: option('--pack <id>', 'rules of this pack', asText),
    query: option('--query <text>', 'rules with this in id, title, tags, author or path, any case', asText),
    state: option('--state <state>', `rules of this state: ${RULE_STATES.join(', ')}`, asChoice(RULE_STATES)),
  },
  examples: [
    'redoubt rules list --org acme',
    'redoubt rules list --org acme --query "brute force"',
    'redoubt rules list --org acme --pack sigmahq --state not_evaluable --output ndjson',
  ],
  result: listSchema,
  rowsOf: ({ packs, rules }) => rules ?? packs,
  run: async (context, { org, pack, query, state }) => {
    const { name, packs, stored, seen } = await readAll(context, org);
    const states = orgRuleStates(packs, seen);
    const result: ListJson = {
      ...(name === undefined ? {} : { organization: name }),
      packs: packsJson(packs, stored, states),
    };
    if (pack !== undefined && !result.packs.some((one) => one.packId === pack && one.state === 'enabled')) {
      const hint = name === undefined ? 'give --org' : `redoubt rules enable ${pack} --org ${name}`;
      throw usageError(`the pack ${JSON.stringify(pack)} is not enabled`, hint);
    }
    if (pack === undefined && query === undefined && state === undefined) return { result };
    const rules = states.filter(
      (one) =>
        (pack === undefined || one.pack.packId === pack) &&
        (state === undefined || one.state === state) &&
        (query === undefined || hasText(one, query.toLowerCase())),
    );
    if (rules.length === 0) context.output.note('no such rules');
    return { result: { ...result, rules: rules.map(ruleJson) } };
  },
  render: (result, view) => (result.rules === undefined ? renderPacks(result, view) : renderRules(result.rules, view)),
});

interface Everything {
  name: string | undefined;
  packs: OrgPacks;
  stored: PackInfo[];
  seen: Awaited<ReturnType<typeof readSeenSources>>;
}

async function readAll(context: Context, org: string | undefined): Promise<Everything> {
  if (org === undefined) {
    const settings = { ...DEFAULT_RULES, alertSettings: DEFAULT_ALERT_SETTINGS };
    const packs = { settings, packs: [loadBuiltInPack()], missing: [] };
    return { name: undefined, packs, stored: [], seen: undefined };
  }
  const database = await context.database();
  const { id, name } = await findOrg(database, org);
  const [packs, stored, seen] = await Promise.all([
    loadOrgPacks(database, id),
    listPacks(database, id),
    seenOf(context, id),
  ]);
  return { name, packs, stored, seen };
}

/** What is enabled is to be seen while Redis is away. */
async function seenOf(context: Context, orgId: OrgId): Promise<Everything['seen']> {
  try {
    return await readSeenSources(await context.redis(), orgId);
  } catch (error) {
    context.output.warn(`which rules cannot be evaluated is not known: ${(error as Error).message}`);
    return undefined;
  }
}

function packsJson({ settings, packs, missing }: OrgPacks, stored: PackInfo[], states: readonly OrgRule[]): PackJson[] {
  const enabled = packs.map((pack): PackJson => {
    const info = stored.find((one) => one.packId === pack.packId && one.version === pack.version);
    const counts: Record<string, number> = {};
    for (const one of states) if (one.pack === pack) counts[one.state] = (counts[one.state] ?? 0) + 1;
    return {
      ...{ packId: pack.packId, version: pack.version, title: pack.title, state: 'enabled' },
      ...{ rules: pack.rules.length, refused: pack.refused.length },
      ...(pack.license === undefined ? {} : { license: pack.license }),
      ...{ isPrivate: info?.orgId !== undefined, states: counts },
    };
  });
  const lost = missing.map(({ packId, version }): PackJson => {
    return { ...{ packId, version, title: '', state: 'missing', rules: 0, refused: 0 }, isPrivate: false };
  });
  const others = stored.filter(
    (info) => !settings.packs.some((one) => one.packId === info.packId && one.version === info.version),
  );
  return [...enabled, ...lost, ...others.map(availableJson), ...builtInJson(settings)];
}

function availableJson({ packId, version, title, ruleCount, refusedCount, license, orgId }: PackInfo): PackJson {
  return {
    ...{ packId, version, title, state: 'available', rules: ruleCount, refused: refusedCount },
    ...(license === undefined ? {} : { license }),
    isPrivate: orgId !== undefined,
  };
}

/** The built-in pack is there for those who gave it up. */
function builtInJson(settings: OrgPacks['settings']): PackJson[] {
  if (settings.packs.some(({ packId }) => packId === BUILT_IN_PACK_ID)) return [];
  const { packId, version, title, rules, refused } = loadBuiltInPack();
  const counts = { rules: rules.length, refused: refused.length };
  return [{ packId, version, title, state: 'available', ...counts, isPrivate: false }];
}

function hasText({ rule }: OrgRule, text: string): boolean {
  const { id, name, title, tags, author, path } = rule;
  return [id, name ?? '', title, author ?? '', path, ...tags].some((one) => one.toLowerCase().includes(text));
}

function ruleJson({ rule, pack, state, override, obstacle }: OrgRule): z.infer<typeof ruleSchema> {
  const { id, name, title, level, kind, path, author, isGenerating } = rule;
  return {
    ruleId: id,
    ...(name === undefined ? {} : { name }),
    ...{ title, level, kind, packId: pack.packId, path },
    ...(author === undefined ? {} : { author }),
    ...{ isAlerting: isGenerating, state },
    ...(override === undefined ? {} : { override }),
    ...(obstacle === undefined ? {} : { reason: obstacle.reason, detail: obstacle.detail }),
  };
}

function renderPacks({ packs }: ListJson, view: View): string {
  const { style } = view;
  return renderTable(
    [
      ...[{ name: 'pack' }, { name: 'version' }, { name: 'state' }],
      ...['rules', 'off', 'cannot match', 'refused'].map((name) => ({ name, align: 'right' as const })),
      ...[{ name: 'licence' }, { name: 'title', isFlexible: true }],
    ],
    packs.map(({ packId, version, title, state, rules, refused, license, states = {} }) => [
      packId,
      version,
      state === 'enabled' ? style.good(state) : state === 'missing' ? style.bad(state) : state,
      formatCount(rules),
      formatCount((states.disabled ?? 0) + (states.off_by_default ?? 0)),
      formatCount(states.not_evaluable ?? 0),
      formatCount(refused),
      printable(license ?? '-'),
      printable(title),
    ]),
    view,
  );
}

function renderRules(rules: NonNullable<ListJson['rules']>, view: View): string {
  const { style } = view;
  return renderTable(
    [{ name: 'rule' }, { name: 'level' }, { name: 'state' }, { name: 'set' }, { name: 'title', isFlexible: true }],
    rules.map(({ ruleId, level, state, override, title, detail, isAlerting }) => [
      printable(ruleId),
      style.severity(override?.severity ?? level),
      state === 'enabled' ? style.good(state) : style.warn(state.replaceAll('_', ' ')),
      overrideText(override ?? {}) || '-',
      `${printable(title)}${isAlerting ? '' : style.dim(' (only counted)')}${detail === undefined ? '' : style.dim(`: ${printable(detail)}`)}`,
    ]),
    view,
  );
}
