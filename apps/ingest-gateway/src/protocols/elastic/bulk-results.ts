import type { ItemCode, ItemError } from '../../items/item-error.ts';
import { Refusal } from '../../http/refusal.ts';
import type { BulkAction } from './bulk-action.ts';
import { errorBody } from './errors.ts';
import { filterOf } from './filter-path.ts';

interface Item {
  action: BulkAction;
  /** Absent when the item was taken. */
  error: ItemError | undefined;
}

const MAX_ACTIONS = 100_000;
const TYPES: Partial<Record<ItemCode, { status: number; type: string }>> = {
  shed: { status: 429, type: 'es_rejected_execution_exception' },
  unsupported_action: { status: 400, type: 'illegal_argument_exception' },
  event_too_large: { status: 400, type: 'illegal_argument_exception' },
};
const UNREADABLE = { status: 400, type: 'document_parsing_exception' };

/** What became of each action of a bulk request, in order. */
export class BulkResults {
  readonly #items: Item[] = [];

  /** @throws Refusal too_many_events: the answer has a line for each action */
  add(action: BulkAction, error: ItemError | undefined): void {
    if (this.#items.length >= MAX_ACTIONS) throw new Refusal('too_many_events', `more than ${MAX_ACTIONS} actions`);
    this.#items.push({ action, error });
  }

  /**
   * The answer: per item 201, 400 or 429, and for items behind the one the request failed at, what it failed with.
   *
   * @param settledItems  items whose append has settled
   */
  answer(settledItems: number, failure: Refusal | undefined, options: BulkAnswerOptions): string {
    let hasErrors = false;
    const parts = this.#items.map((item, at) => {
      const isStored = item.error === undefined && at < settledItems;
      hasErrors ||= !isStored;
      return isStored ? storedItem(item.action, at, options) : failedItem(item, failure, options);
    });
    const items = options.isReduced ? parts.filter((part) => part !== '') : parts;
    const text = `{"took":${options.tookMs},"errors":${hasErrors},"items":[${items.join(',')}]}`;
    if (options.filterPath === undefined) return text;
    if (options.isReduced) return `{"errors":${hasErrors}${items.length > 0 ? `,"items":[${items.join(',')}]` : ''}}`;
    return JSON.stringify(filterOf(options.filterPath)(JSON.parse(text)) ?? {});
  }
}

export interface BulkAnswerOptions {
  tookMs: number;
  batchId: string;
  filterPath: string | undefined;
  /** The filter that Beats and Logstash use; it leaves of items their status and error. */
  isReduced: boolean;
}

/** What Beats and Logstash ask for, in whatever order. */
export function isReducedFilter(filterPath: string | undefined): boolean {
  if (filterPath === undefined) return false;
  return filterPath.split(',').sort().join() === 'errors,items.*.error,items.*.status';
}

function storedItem({ name, index, id }: BulkAction, at: number, { batchId, isReduced }: BulkAnswerOptions): string {
  if (isReduced) return `{"${name}":{"status":201}}`;
  const idText = id === undefined ? `"${batchId}-${at}"` : JSON.stringify(id);
  return (
    `{"${name}":{"_index":${JSON.stringify(index ?? DEFAULT_INDEX)},"_id":${idText},"_version":1,"result":"created",` +
    `"_shards":{"total":1,"successful":1,"failed":0},"_seq_no":${at},"_primary_term":1,"status":201}}`
  );
}

function failedItem({ action, error }: Item, failure: Refusal | undefined, { isReduced }: BulkAnswerOptions): string {
  const { status, type, reason } = error === undefined ? ofFailure(failure) : ofItem(error);
  const own = isReduced ? {} : { _index: action.index ?? DEFAULT_INDEX, _id: action.id ?? null };
  return JSON.stringify({ [action.name]: { ...own, status, error: { type, reason } } });
}

function ofItem({ code, detail }: ItemError): { status: number; type: string; reason: string } {
  return { ...(TYPES[code] ?? UNREADABLE), reason: `${code}: ${detail}` };
}

function ofFailure(failure: Refusal | undefined): { status: number; type: string; reason: string } {
  if (failure === undefined) return { status: 500, type: 'exception', reason: 'not stored' };
  const { status, error } = errorBody(failure);
  return { status, type: error.type, reason: error.reason };
}

/** Where documents of actions that name no index are said to be. */
export const DEFAULT_INDEX = 'redoubt';
