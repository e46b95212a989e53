import type { OrgId } from '@redoubt/contracts';
import { alertSettingsOf, loadedPack, OrgRules, type LoadedPack } from '@redoubt/detection';
import { BUILT_IN_PACK_ID, listPacks, readOrgSettings, readPack, type PackReference } from '@redoubt/rulebook';
import { buildRuleSetInWorker, loadBuiltInPack, RuleSet, type RulePack } from '@redoubt/sigma';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { loadRules } from './load-rules.ts';
import { readStoredPack } from './org-packs.ts';

/** Which rules a backtest runs. */
export interface RuleChoice {
  /** Packs, `id` or `id@version`, instead of those the organisation runs. */
  packs: readonly string[] | undefined;
  /** Rule files instead of packs. */
  rules: string | undefined;
}

/** The rules as alert-engine has them: the settings that Redis holds, with other packs where they are asked for. */
export async function backtestRules(
  context: Context,
  org: { id: OrgId; name: string },
  choice: RuleChoice,
): Promise<OrgRules> {
  const settings = await readOrgSettings(await context.redis(), org.id);
  const packs = await packsOf(context, org, choice, settings.rules.packs);
  return new OrgRules({
    choices: settings.rules,
    packs,
    alertSettings: alertSettingsOf(settings),
    latenessMs: settings.alertSettings.latenessSeconds * 1_000,
    source: '',
    isComplete: true,
  });
}

async function packsOf(
  context: Context,
  org: { id: OrgId; name: string },
  { packs, rules }: RuleChoice,
  enabled: readonly PackReference[],
): Promise<LoadedPack[]> {
  if (rules !== undefined) {
    const { pack } = await loadRules(context, [rules]);
    if (pack.refused.length > 0)
      context.output.warn(`${pack.refused.length} rules refused: redoubt rules lint ${rules}`);
    return [await compile(pack)];
  }
  const wanted =
    packs === undefined ? enabled : await Promise.all(packs.map((one) => referenceOf(context, org, one, enabled)));
  const loaded: LoadedPack[] = [];
  for (const reference of wanted) {
    context.output.progress(`loading pack ${reference.packId} ${reference.version}`);
    loaded.push(await compile(await read(context, org, reference)));
  }
  return loaded;
}

async function compile(pack: RulePack): Promise<LoadedPack> {
  if (pack.packId === BUILT_IN_PACK_ID) return loadedPack(pack, RuleSet.fromPack(pack));
  return loadedPack(pack, await buildRuleSetInWorker(Buffer.from(JSON.stringify(pack))));
}

async function read(context: Context, org: { id: OrgId; name: string }, reference: PackReference): Promise<RulePack> {
  const { packId, version } = reference;
  if (packId === BUILT_IN_PACK_ID) return loadBuiltInPack();
  const stored = await readStoredPack(await context.database(), org.id, reference);
  if (stored) return stored;
  return JSON.parse((await readPack(await context.redis(), packId, version)).toString('utf8')) as RulePack;
}

/** A pack by name: the version asked for, else the one that runs, else the newest. */
async function referenceOf(
  context: Context,
  org: { id: OrgId; name: string },
  typed: string,
  enabled: readonly PackReference[],
): Promise<PackReference> {
  const [packId = '', version] = typed.split('@');
  const running = enabled.find((one) => one.packId === packId);
  if (version === undefined && running !== undefined) return running;
  if (packId === BUILT_IN_PACK_ID) return { packId, version: 'built-in' };
  const stored = (await listPacks(await context.database(), org.id)).filter((one) => one.packId === packId);
  const found = version === undefined ? stored[0] : stored.find((one) => one.version === version);
  if (found) return { packId, version: found.version };
  throw usageError(`${org.name} may use no pack ${JSON.stringify(typed)}`, `redoubt rules list --org ${org.name}`);
}
