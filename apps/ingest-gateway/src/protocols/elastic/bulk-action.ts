import { MAX_SHORT_TEXT } from '@redoubt/contracts';
import { isJsonObject } from '../shared/splice.ts';

export const BULK_ACTIONS = ['index', 'create', 'update', 'delete'] as const;
export type BulkActionName = (typeof BULK_ACTIONS)[number];

/** An action line of a bulk body. */
export interface BulkAction {
  name: BulkActionName;
  index: string | undefined;
  id: string | undefined;
  pipeline: string | undefined;
}

const MAX_INDEX_LENGTH = 255;

/** Reads an action line. @returns what is wrong with one that cannot be read */
export function actionOf(text: string, pathIndex: string | undefined): BulkAction | string {
  const parsed = valueOf(text);
  if (!isJsonObject(parsed)) return 'expected an object';
  const [name, ...more] = Object.keys(parsed);
  const known = BULK_ACTIONS.find((action) => action === name);
  if (known === undefined || more.length > 0) return `expected one of ${BULK_ACTIONS.join(', ')}`;
  const metadata = parsed[known];
  if (!isJsonObject(metadata)) return 'expected an object behind the action';
  const { _index: index = pathIndex, _id: id, pipeline } = metadata;
  if (!isName(index, MAX_INDEX_LENGTH)) return `[_index] is text of at most ${MAX_INDEX_LENGTH} characters`;
  // Ids may come as numbers; an empty one is an id to be made up.
  const idText = typeof id === 'number' ? String(id) : (id ?? undefined);
  if (!isName(idText, MAX_SHORT_TEXT)) return `[_id] is text of at most ${MAX_SHORT_TEXT} characters`;
  if (!isName(pipeline, MAX_INDEX_LENGTH)) return '[pipeline] is text';
  return { name: known, index: orNone(index), id: orNone(idText), pipeline: orNone(pipeline) };
}

function isName(value: unknown, maxLength: number): value is string | undefined {
  return value === undefined || value === null || (typeof value === 'string' && value.length <= maxLength);
}

function orNone(value: string | undefined): string | undefined {
  return value === '' || value === null ? undefined : value;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
