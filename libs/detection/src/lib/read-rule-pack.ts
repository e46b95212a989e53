import { BUILT_IN_PACK_ID, loadBuiltInPack, type RulePack } from '@redoubt/sigma';

/**
 * The rules of a pack an organisation names: the built-in pack comes with the program, others are kept as JSON.
 *
 * @param load  brings the JSON of a kept pack, undefined when there is none
 */
export async function readRulePack(
  packId: string,
  load: () => Promise<Buffer | undefined>,
): Promise<RulePack | undefined> {
  if (packId === BUILT_IN_PACK_ID) return loadBuiltInPack();
  const json = await load();
  return json && (JSON.parse(json.toString('utf8')) as RulePack);
}
