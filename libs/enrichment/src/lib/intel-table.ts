import { isIpAddress, type EventFields } from '@redoubt/contracts';
import { addressNumber, indicatorOf, maskedTo, type Indicator, type IndicatorKind } from './indicator.ts';

/** An indicator with the list that names it. */
export interface ListedIndicator extends Indicator {
  listName: string;
}

/** Something in an event that a list names. */
export interface IntelMatch {
  indicator: ListedIndicator;
  /** The member of the event that names it, dotted. */
  field: string;
  /** What stands there. */
  value: string;
}

/** Texts of an event that are looked up; the rest are not. */
const MAX_TEXTS = 256;
const MAX_DEPTH = 6;
const MAX_TEXT = 2_048;
/** A text that may name something holds one of these, or is a hash. */
const MAY_NAME = /[.:@]|^[0-9a-fA-F]{32,64}$/;
/** Parts of a text of the log that are hashes, addresses, names or links of their own. */
const WORD = /[^\s"'<>,;()=|]{6,}/g;
const MAX_WORDS = 64;
const TEXT_FIELDS: ReadonlySet<string> = new Set(['message', 'raw']);

/**
 * Finds what lists name in events. A look-up costs the same however long the lists are: one map per kind, one map per
 * prefix length in use for networks.
 */
export class IntelTable {
  readonly #byValue = new Map<string, ListedIndicator[]>();
  readonly #networks = new Map<string, Map<bigint, ListedIndicator[]>>();
  readonly #lengths: Record<32 | 128, number[]> = { 32: [], 128: [] };

  constructor(indicators: Iterable<ListedIndicator>) {
    for (const indicator of indicators) {
      if (indicator.kind === 'network') this.#addNetwork(indicator);
      else append(this.#byValue, `${indicator.kind} ${indicator.value}`, indicator);
    }
    for (const lengths of Object.values(this.#lengths)) lengths.sort((a, b) => b - a);
  }

  /** Indicators that a text names, the closest network first. */
  find(text: string): readonly ListedIndicator[] {
    const named = indicatorOf(text);
    if (named === undefined) return [];
    const found = [...this.#exact(named.kind, named.value)];
    if (named.kind === 'ip') found.push(...this.#networksOf(named.value));
    else if (named.kind === 'domain') found.push(...this.#parentsOf(named.value));
    else if (named.kind === 'email') found.push(...this.#domainOf(named.value.slice(named.value.indexOf('@') + 1)));
    else if (named.kind === 'url') found.push(...this.#hostOf(named.value));
    return found;
  }

  /**
   * What an event names that lists name as well, each indicator once. Indicators past their time do not count.
   *
   * @param value  JSON.parse of the event
   * @param atMs  time of the event
   */
  match(value: unknown, fields: EventFields, atMs: number): IntelMatch[] {
    const matches = new Map<ListedIndicator, IntelMatch>();
    const look = (field: string, text: string): void => {
      for (const indicator of this.find(text)) {
        if (indicator.validUntilMs !== undefined && indicator.validUntilMs <= atMs) continue;
        if (!matches.has(indicator)) matches.set(indicator, { indicator, field, value: text });
      }
    };
    if (fields.sourceIp !== undefined) look('sourceIp', fields.sourceIp);
    if (fields.destinationIp !== undefined) look('destinationIp', fields.destinationIp);
    let left = MAX_TEXTS;
    for (const [field, text] of textsIn(value, '', 0)) {
      if ((left -= 1) < 0) break;
      if (TEXT_FIELDS.has(field)) {
        for (const word of (text.match(WORD) ?? []).slice(0, MAX_WORDS)) if (MAY_NAME.test(word)) look(field, word);
      } else if (text.length <= MAX_TEXT && MAY_NAME.test(text)) look(field, text);
    }
    return [...matches.values()];
  }

  #exact(kind: IndicatorKind, value: string): readonly ListedIndicator[] {
    return this.#byValue.get(`${kind} ${value}`) ?? [];
  }

  #networksOf(address: string): ListedIndicator[] {
    const number = addressNumber(address);
    return this.#lengths[number.bits].flatMap(
      (length) => this.#networks.get(`${number.bits}/${length}`)?.get(maskedTo(number, length)) ?? [],
    );
  }

  /** `a.b.example.org` is named by `example.org` as well, but not by `org`. */
  #parentsOf(name: string): ListedIndicator[] {
    const found: ListedIndicator[] = [];
    let at = name.indexOf('.');
    for (; at !== -1 && name.indexOf('.', at + 1) !== -1; at = name.indexOf('.', at + 1)) {
      found.push(...this.#exact('domain', name.slice(at + 1)));
    }
    return found;
  }

  #domainOf(name: string): ListedIndicator[] {
    return [...this.#exact('domain', name), ...this.#parentsOf(name)];
  }

  #hostOf(url: string): readonly ListedIndicator[] {
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
    }
    append(network, maskedTo(number, Number(length)), indicator);
  }
}

function append<K>(map: Map<K, ListedIndicator[]>, key: K, indicator: ListedIndicator): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [indicator]);
  else list.push(indicator);
}

function* textsIn(value: unknown, path: string, depth: number): Generator<[field: string, text: string]> {
  if (typeof value === 'string') {
    if (value !== '') yield [path, value];
  } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
    for (const [name, member] of Object.entries(value)) {
      // Positions in lists say nothing about the meaning.
      const inner = Array.isArray(value) ? path : path === '' ? name : `${path}.${name}`;
      yield* textsIn(member, inner, depth + 1);
    }
  }
}
