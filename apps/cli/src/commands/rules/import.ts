import { notEvaluable, type NotEvaluable, type RulePack } from '@redoubt/sigma';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { formatDuration } from '../../output/duration.ts';
import { counted, formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { importPack, withContentVersion } from '../../rules/import-pack.ts';
import { loadRules } from '../../rules/load-rules.ts';
import { asPackId, asPackVersion } from '../../rules/pack-id.ts';
import { placeholdersOption, readPlaceholders } from '../../rules/placeholders-file.ts';
import { refusalJson, refusalSchema } from '../../rules/rule-schema.ts';
import { readSeenSources } from '../../rules/seen-sources.ts';

const importSchema = z.object({
  pack: z.object({
    packId: z.string(),
    version: z.string(),
    title: z.string(),
    license: z.string().optional(),
  }),
  organization: z.string().optional().describe('name; absent when every organisation may use the pack'),
  files: z.number().int(),
  rules: z.number().int().describe('rules that load'),
  refused: z.array(refusalSchema),
  notEvaluable: z
    .array(z.object({ ruleId: z.string(), reason: z.string(), detail: z.string() }))
    .describe('rules that load and cannot match: on what the organisation sends, or (without --org) on any event'),
  isDryRun: z.boolean(),
  isNew: z.boolean().describe('false when this version was stored already'),
  isEnabled: z.boolean(),
  isLive: z.boolean().describe('alert-engine has been told'),
  durationMs: z.number().int(),
});

type ImportJson = z.infer<typeof importSchema>;

export const rulesImport = defineCommand({
  path: 'rules import',
  summary: 'make a pack of rule files and store it',
  details:
    'Rules that do not load are left out and listed with the reason; the others are stored. A stored version never changes; without --version it is made of the content, so that the same files are the same version. With --org the pack is for that organisation alone, and --enable puts it in force within a second; a pack for all is put in force by "redoubt rules enable". In folders and archives .yml and .yaml count; hidden folders and folders named tests are passed over. Ends with 3 when no rule loads.',
  args: {
    path: argument('<path>', 'folder, file, .jsonl list of {path, yaml}, or .zip, .tar, .tar.gz archive', asText),
  },
  options: {
    pack: option('--pack <id>', 'id of the pack', asPackId, { isRequired: true }),
    version: option('--version <version>', 'its version (default: made of the content)', asPackVersion),
    title: option('--title <text>', 'what people call it (default: its id)', asText),
    license: option('--license <text>', 'licence of the rules, kept with the pack', asText),
    placeholders: placeholdersOption,
    org: option('--org <org>', 'the only organisation that may use it, by name or id (default: all may)', asText),
    enable: flag('--enable', 'let the organisation run it from now on'),
    dryRun: flag('--dry-run', 'only say what would load'),
    actor: actorOption,
  },
  examples: [
    'redoubt rules import sigma/rules --pack sigmahq --title SigmaHQ --license DRL-1.1',
    'redoubt rules import sigma_all_rules.zip --pack sigmahq --org acme --enable',
    'redoubt rules import my-rules/ --pack mine --org acme --placeholders values.yml --dry-run --json',
  ],
  result: importSchema,
  rowsOf: ({ refused }) => refused,
  isEndless: () => true,
  run: async (context, input) => {
    if (input.enable && input.org === undefined) {
      throw usageError('--enable needs --org', `for a pack of all: redoubt rules enable ${input.pack} --org <org>`);
    }
    const result = await runImport(context, input);
    if (result.rules === 0) throw nothingLoads(result);
    return { result };
  },
  render: renderImport,
});

interface Input {
  path: string;
  pack: string;
  version: string | undefined;
  title: string | undefined;
  license: string | undefined;
  placeholders: string | undefined;
  org: string | undefined;
  enable: boolean;
  dryRun: boolean;
  actor: string | undefined;
}

async function runImport(context: Context, input: Input): Promise<ImportJson> {
  const startedAt = performance.now();
  const organization = input.org === undefined ? undefined : await findOrg(await context.database(), input.org);
  const loaded = await loadRules(context, [input.path], {
    ...{ packId: input.pack, version: input.version ?? '', title: input.title ?? input.pack },
    ...(input.license === undefined ? {} : { license: input.license }),
    ...readPlaceholders(input.placeholders),
  });
  const pack = input.version === undefined ? withContentVersion(loaded.pack, organization?.id) : loaded.pack;
  const isStored = !input.dryRun && pack.rules.length > 0;
  const to = { isEnabled: input.enable, actor: actorOf(context, input.actor) };
  const stored = isStored
    ? await importPack(context, pack, { ...to, ...(organization === undefined ? {} : { orgId: organization.id }) })
    : { isNew: false, isLive: false };
  return {
    pack: headOf(pack),
    ...(organization === undefined ? {} : { organization: organization.name }),
    files: loaded.fileCount,
    rules: pack.rules.length,
    refused: pack.refused.map(refusalJson),
    notEvaluable: (await notEvaluableOf(context, pack, organization?.id)).map(({ ruleId, reason, detail }) => ({
      ...{ ruleId, reason, detail },
    })),
    isDryRun: input.dryRun,
    isNew: stored.isNew,
    isEnabled: isStored && input.enable,
    isLive: stored.isLive,
    durationMs: Math.round(performance.now() - startedAt),
  };
}

function headOf({ packId, version, title, license }: RulePack): ImportJson['pack'] {
  return { packId, version, title, ...(license === undefined ? {} : { license }) };
}

/** Of an organisation that has sent nothing yet, and of all together, only what no event can ever be. */
async function notEvaluableOf(
  context: Context,
  pack: RulePack,
  orgId: Parameters<typeof readSeenSources>[1] | undefined,
): Promise<NotEvaluable[]> {
  const seen = orgId === undefined ? undefined : await readSeenSources(await context.redis(), orgId);
  if (seen !== undefined) return notEvaluable(pack.rules, seen);
  return notEvaluable(pack.rules, {}).filter(({ reason }) => reason === 'log_source_unknown');
}

const shownRefusals = 30;

function nothingLoads({ files, refused }: ImportJson): CliError {
  const reasons = refused.slice(0, 5).map(({ path, line, code, detail }) => `${path}:${line}: ${code}: ${detail}`);
  return new CliError(EXIT.checksFailed, `no rule loads from ${counted(files, 'file')}`, reasons.map(printable));
}

function renderImport(result: ImportJson, { style }: View): string {
  const { pack, refused, organization } = result;
  const lines = refused
    .slice(0, shownRefusals)
    .map(
      ({ path, line, code, detail }) =>
        `${style.bad('refused')} ${printable(path)}:${line}: ${code}: ${printable(detail)}`,
    );
  const more = refused.length - shownRefusals;
  if (more > 0) lines.push(`… and ${formatCount(more)} more; --json lists them all`);
  lines.push(...reasonLines(result));
  const what = `${counted(result.rules, 'rule')} of ${counted(result.files, 'file')}`;
  lines.push(`${what} loaded, ${formatCount(refused.length)} refused, in ${formatDuration(result.durationMs)}`);
  const whose = organization === undefined ? 'every organisation may use it' : `for ${organization} alone`;
  const name = `pack ${pack.packId} ${pack.version}`;
  if (result.isDryRun) lines.push(`${name}: not stored (--dry-run)`);
  else lines.push(`${style.good(name)}: ${result.isNew ? 'stored' : 'was stored already'}, ${whose}`);
  if (result.isEnabled) lines.push(result.isLive ? 'enabled; alert-engine takes it up now' : 'enabled');
  else if (!result.isDryRun)
    lines.push(`not enabled: redoubt rules enable ${pack.packId} --org ${organization ?? '<org>'}`);
  return lines.join('\n');
}

function reasonLines({ notEvaluable: rules, organization }: ImportJson): string[] {
  if (rules.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { reason } of rules) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts]
    .map(([reason, count]) => `${formatCount(count)} ${reason.replaceAll('_', ' ')}`)
    .join(', ');
  const where = organization === undefined ? '' : ` on what ${organization} sends`;
  return [`${counted(rules.length, 'rule')} cannot match${where}: ${reasons}`];
}
