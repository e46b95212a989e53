import { assetSchema, CRITICALITIES, type Asset } from '@redoubt/contracts';
import { z } from 'zod';
import { csvRows } from '../csv-rows.ts';
import { indicatorOf } from '../indicator.ts';

export const ASSET_FORMATS = ['csv', 'json'] as const;
export type AssetFormat = (typeof ASSET_FORMATS)[number];

/** What became of an inventory. */
export interface ReadAssets {
  /** Each name once: of several with one name the last. */
  assets: Asset[];
  /** Rows that are no asset, by their number from 1, with the reason; the first 100. */
  refused: { row: number; reason: string }[];
  refusedCount: number;
}

const MAX_REFUSED_TOLD = 100;

/** JSON when it looks like a list or an object, else CSV. */
export function assetFormatOf(text: string): AssetFormat {
  return /^\s*[[{]/.test(text.slice(0, 1_024)) ? 'json' : 'csv';
}

/**
 * Reads an inventory: JSON as a list (or `{"assets": […]}`), CSV with a line of names (`name`, `addresses`,
 * `criticality`, `owner`, `tags`; several addresses or tags in one field, divided by spaces, `;` or `|`).
 *
 * @throws Error when the text is not of the format at all
 */
export function readAssets(text: string, format: AssetFormat): ReadAssets {
  const assets = new Map<string, Asset>();
  const refused: ReadAssets['refused'] = [];
  let refusedCount = 0;
  let row = 0;
  for (const given of format === 'json' ? jsonEntries(text) : csvEntries(text)) {
    row += 1;
    const parsed = assetSchema.safeParse(given);
    if (parsed.success) assets.set(parsed.data.name, { ...parsed.data, addresses: canonical(parsed.data.addresses) });
    else if ((refusedCount += 1) <= MAX_REFUSED_TOLD) refused.push({ row, reason: reasonOf(parsed.error) });
  }
  return { assets: [...assets.values()], refused, refusedCount };
}

function reasonOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
}

function jsonEntries(text: string): unknown[] {
  const value = JSON.parse(text) as unknown;
  const list = Array.isArray(value) ? (value as unknown[]) : (value as { assets?: unknown } | null)?.assets;
  if (!Array.isArray(list)) throw new Error('no list of assets');
  return list as unknown[];
}

/** Names of columns that mean one thing. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  name: ['name', 'asset', 'hostname', 'host'],
  addresses: ['addresses', 'address', 'ip', 'ips', 'ip_address'],
  criticality: ['criticality', 'importance', 'priority'],
  owner: ['owner', 'contact', 'team'],
  tags: ['tags', 'labels'],
};

function* csvEntries(text: string): Generator<unknown> {
  let columns: Map<string, number> | undefined;
  for (const row of csvRows(text)) {
    if (columns === undefined) {
      columns = columnsOf(row);
      if (!columns.has('name')) throw new Error('the first line names no column "name"');
      continue;
    }
    const at = (name: string): string => row[columns?.get(name) ?? -1]?.trim() ?? '';
    const criticality = at('criticality').toLowerCase();
    yield {
      name: at('name'),
      addresses: listOf(at('addresses')),
      ...(criticality === '' ? {} : { criticality }),
      ...(at('owner') === '' ? {} : { owner: at('owner') }),
      tags: listOf(at('tags')),
    };
  }
  if (columns === undefined) throw new Error(`no line of names; criticality is one of ${CRITICALITIES.join(', ')}`);
}

function columnsOf(row: readonly string[]): Map<string, number> {
  const names = row.map((name) => name.trim().toLowerCase());
  return new Map(
    Object.entries(COLUMNS).flatMap(([column, spellings]) => {
      const at = names.findIndex((name) => spellings.includes(name));
      return at === -1 ? [] : [[column, at] as const];
    }),
  );
}

function listOf(text: string): string[] {
  return text.split(/[\s;|,]+/).filter((part) => part !== '');
}

/** One spelling per address, so that events find it. */
function canonical(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((address) => indicatorOf(address)?.value ?? address))];
}
