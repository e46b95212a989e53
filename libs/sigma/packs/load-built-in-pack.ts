import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RulePack } from '../src/lib/model/rule.ts';
import { buildPack } from '../src/lib/pack/build-pack.ts';

/** Pack that ships with the platform. */
export const BUILT_IN_PACK_ID = 'redoubt-core';

const EDITION = '1.0.0';

/** Folder with its rules, and their tests in `tests`. */
export const BUILT_IN_PACK_FOLDER = join(import.meta.dirname, BUILT_IN_PACK_ID);

/**
 * Reads the rules that ship with the platform from the folder beside this file. The version ends in a digest of the
 * files, so that changed rules are another version. Takes some 30 ms: call it at start, not per organisation.
 */
export function loadBuiltInPack(): RulePack {
  const folder = BUILT_IN_PACK_FOLDER;
  const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  const files = names.sort().map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 8);
  return buildPack({ packId: BUILT_IN_PACK_ID, version: `${EDITION}-${digest}`, title: 'Redoubt core rules', files });
}
