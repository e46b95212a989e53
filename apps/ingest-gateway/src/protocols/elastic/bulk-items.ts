import type { BodyItems, ItemParts } from '../../items/body-items.ts';
import { isBlank, LineScanner } from '../../items/lines.ts';
import { Refusal } from '../../http/refusal.ts';
import { trimmed, type JsonBytes } from '../shared/json-bytes.ts';
import { isJsonObject, membersOf, NO_MEMBERS, type JsonObject, type Members } from '../shared/splice.ts';
import { isPlain, takeAsciiObject, takeObject } from '../shared/take-value.ts';
import { actionOf, type BulkAction } from './bulk-action.ts';
import type { BulkResults } from './bulk-results.ts';

const CR = 0x0d;

/**
 * Reads a bulk body: an action on a line and, for all but `delete`, its document on the next. Documents become events;
 * what would change or take away a stored one is refused as an item, since events are never changed.
 *
 * @param pathIndex  index of the path, for actions that name none
 */
export function bulkItems(parts: ItemParts, results: BulkResults, pathIndex: string | undefined): BodyItems {
  const reader = new BulkReader(parts, results, pathIndex);
  return {
    kind: 'lines',
    scan: (piece, start) => new LineScanner(piece, (data, from, to) => reader.line(data, from, to), start),
    overlong: () => reader.overlong(),
    end: () => reader.end(),
  };
}

class BulkReader {
  readonly #parts: ItemParts;
  readonly #results: BulkResults;
  readonly #pathIndex: string | undefined;
  #lineNumber = 0;
  /** The action whose document comes next. */
  #action: BulkAction | undefined;
  #latestText = '';
  #latestAction: BulkAction | undefined;
  #latestMembers: Members = NO_MEMBERS;

  constructor(parts: ItemParts, results: BulkResults, pathIndex: string | undefined) {
    this.#parts = parts;
    this.#results = results;
    this.#pathIndex = pathIndex;
  }

  line(piece: Buffer, start: number, end: number): void {
    this.#lineNumber += 1;
    if (this.#action !== undefined) return this.#document(this.#action, piece, start, end);
    if (isBlank(piece, start, end)) return;
    const action = this.#actionIn(piece.toString('utf8', start, end));
    if (action.name === 'delete') this.#refuse(action);
    else this.#action = action;
  }

  overlong(): void {
    this.#lineNumber += 1;
    const action = this.#action;
    if (action === undefined) throw malformed(this.#lineNumber, 'the line is too long');
    this.#action = undefined;
    this.#parts.items.overlong();
    this.#results.add(action, this.#parts.batch.latestError);
  }

  end(): void {
    if (this.#action !== undefined) throw malformed(this.#lineNumber, 'the document of the last action is missing');
  }

  #document(action: BulkAction, piece: Buffer, start: number, end: number): void {
    this.#action = undefined;
    const { items, batch } = this.#parts;
    if (action.name === 'update') return this.#refuse(action);
    const refusedBefore = batch.refused;
    const members = this.#membersOf(action);
    const stop = piece[end - 1] === CR ? end - 1 : end;
    if (!items.withMembers(piece, start, stop, members)) {
      const parsed = items.parse(piece, start, end);
      if (parsed !== undefined) {
        if (!isJsonObject(parsed.value)) batch.refuse('not_an_object', 'a document is a JSON object');
        else this.#take(parsed.text, parsed.value, members, () => trimmed(piece, start, end));
      }
    }
    this.#results.add(action, batch.refused > refusedBefore ? batch.latestError : undefined);
  }

  #take(text: string, document: JsonObject, members: Members, bytes: () => JsonBytes): void {
    const { items } = this.#parts;
    if (isPlain(items, text, members)) takeAsciiObject(items, text, document, members);
    else takeObject(items, bytes(), document, members);
  }

  #refuse(action: BulkAction): void {
    const { batch } = this.#parts;
    batch.refuse('unsupported_action', `${action.name}: events are stored once and never changed`);
    this.#results.add(action, batch.latestError);
  }

  #actionIn(text: string): BulkAction {
    // Most senders write the same action before every document.
    if (text === this.#latestText && this.#latestAction !== undefined) return this.#latestAction;
    const action = actionOf(text, this.#pathIndex);
    if (typeof action === 'string') throw malformed(this.#lineNumber, action);
    this.#latestText = text;
    this.#latestAction = action;
    this.#latestMembers = membersOfAction(action);
    return action;
  }

  #membersOf(action: BulkAction): Members {
    return action === this.#latestAction ? this.#latestMembers : membersOfAction(action);
  }
}

function membersOfAction({ id, index, pipeline }: BulkAction): Members {
  const elastic = membersOf({ index, pipeline });
  return membersOf({ externalId: id, elastic: elastic.isEmpty ? undefined : elastic.values });
}

function malformed(line: number, why: string): Refusal {
  return new Refusal('invalid_bulk', `Malformed action/metadata line [${line}]: ${why}`);
}
