import { isIpAddress, type EventFields } from '@redoubt/contracts';
import { addressNumber, INDICATOR_KINDS, indicatorOf, maskedTo, type IndicatorKind } from './indicator.ts';
import { IndicatorRows, type ListedIndicator } from './indicator-rows.ts';
import { RecentTexts } from './recent-texts.ts';
import { visitTexts } from './visit-texts.ts';

/** Something in an event that a list names. */
export interface IntelMatch {
  indicator: ListedIndicator;
  /** The member of the event that names it, dotted. */
  field: string;
  /** What stands there. */
  value: string;
}

const NO_ROWS: readonly number[] = [];
/** Longest text that is remembered with what it names. */
const LONGEST_REMEMBERED = 256;

/**
 * Finds what lists name in events. A look-up costs the same however long the lists are: one map per kind, one map per
 * prefix length in use for networks, and texts met lately are not looked up again.
 */
export class IntelTable {
  readonly #rows = new IndicatorRows();
  readonly #byValue: ReadonlyMap<IndicatorKind, Map<string, number>>;
  readonly #networks = new Map<string, Map<bigint, number>>();
  readonly #lengths: Record<32 | 128, number[]> = { 32: [], 128: [] };
  readonly #recent = new RecentTexts<readonly number[]>();

  constructor(indicators: Iterable<ListedIndicator> = []) {
    this.#byValue = new Map(INDICATOR_KINDS.map((kind) => [kind, new Map<string, number>()]));
    for (const indicator of indicators) this.add(indicator);
  }

  /** Indicators it holds. */
  get size(): number {
    return this.#rows.count;
  }

  add(indicator: ListedIndicator): void {
    if (indicator.kind === 'network') this.#addNetwork(indicator);
    else this.#append(this.#mapOf(indicator.kind), indicator.value, indicator);
    this.#recent.clear();
  }

  /** Indicators that a text names, the closest network first. */
  find(text: string): readonly ListedIndicator[] {
    return this.#rowsOf(text).map((row) => this.#rows.at(row));
  }

  /**
   * What an event names that lists name as well, each indicator once. Indicators past their time do not count.
   *
   * @param value  JSON.parse of the event
   * @param atMs  time of the event
   */
  match(value: unknown, fields: EventFields, atMs: number): IntelMatch[] {
    if (this.#rows.count === 0) return [];
    const found = new Set<number>();
    const matches: IntelMatch[] = [];
    const look = (text: string, fieldOf: () => string): void => {
      for (const row of this.#rowsOf(text)) {
        if (found.has(row) || this.#rows.isExpired(row, atMs)) continue;
        found.add(row);
        matches.push({ indicator: this.#rows.at(row), field: fieldOf(), value: flatCopy(text) });
      }
    };
    if (fields.sourceIp !== undefined) look(fields.sourceIp, sourceField);
    if (fields.destinationIp !== undefined) look(fields.destinationIp, destinationField);
    visitTexts(value, look);
    return matches;
  }

  #rowsOf(text: string): readonly number[] {
    if (text.length > LONGEST_REMEMBERED) return this.#lookUp(text);
    const known = this.#recent.get(text);
    if (known !== undefined) return known;
    const rows = this.#lookUp(text);
    this.#recent.set(flatCopy(text), rows);
    return rows;
  }

  #lookUp(text: string): readonly number[] {
    const named = indicatorOf(text);
    if (named === undefined) return NO_ROWS;
    const { kind, value } = named;
    const found = [...this.#exact(kind, value)];
    if (kind === 'ip') found.push(...this.#networksOf(value));
    else if (kind === 'domain') found.push(...this.#parentsOf(value));
    else if (kind === 'email') found.push(...this.#domainOf(value.slice(value.indexOf('@') + 1)));
    else if (kind === 'url') found.push(...this.#hostOf(value));
    return found.length === 0 ? NO_ROWS : found;
  }

  #exact(kind: IndicatorKind, value: string): readonly number[] {
    const first = this.#mapOf(kind).get(value);
    return first === undefined ? NO_ROWS : this.#rows.chain(first);
  }

  #networksOf(address: string): readonly number[] {
    if (this.#networks.size === 0) return NO_ROWS;
    const number = addressNumber(address);
    return this.#lengths[number.bits].flatMap((length) => {
      const first = this.#networks.get(`${number.bits}/${length}`)?.get(maskedTo(number, length));
      return first === undefined ? [] : this.#rows.chain(first);
    });
  }

  /** `a.b.example.org` is named by `example.org` as well, but not by `org`. */
  #parentsOf(name: string): number[] {
    const found: number[] = [];
    let at = name.indexOf('.');
    for (; at !== -1 && name.indexOf('.', at + 1) !== -1; at = name.indexOf('.', at + 1)) {
      found.push(...this.#exact('domain', name.slice(at + 1)));
    }
    return found;
  }

  #domainOf(name: string): number[] {
    return [...this.#exact('domain', name), ...this.#parentsOf(name)];
  }

  #hostOf(url: string): number[] {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    if (isIpAddress(host)) return [...this.#exact('ip', host), ...this.#networksOf(host)];
    return this.#domainOf(host);
  }

  #addNetwork(indicator: ListedIndicator): void {
    const [address = '', length] = indicator.value.split('/');
    const number = addressNumber(address);
    const key = `${number.bits}/${length}`;
    let network = this.#networks.get(key);
    if (network === undefined) {
      network = new Map();
      this.#networks.set(key, network);
      this.#lengths[number.bits].push(Number(length));
      this.#lengths[number.bits].sort((a, b) => b - a);
    }
    this.#append(network, maskedTo(number, Number(length)), indicator);
  }

  #append<K>(map: Map<K, number>, key: K, indicator: ListedIndicator): void {
    map.set(key, this.#rows.add(indicator, map.get(key)));
  }

  #mapOf(kind: IndicatorKind): Map<string, number> {
    return this.#byValue.get(kind) as Map<string, number>;
  }
}

/** A word cut out of a text keeps the whole text in memory for as long as it lives itself; its copy does not. */
function flatCopy(text: string): string {
  return Buffer.from(text).toString();
}

function sourceField(): string {
  return 'sourceIp';
}

function destinationField(): string {
  return 'destinationIp';
}
