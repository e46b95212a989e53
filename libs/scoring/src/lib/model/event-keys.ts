import { KeyedHash, mixHashes } from '../hash/keyed-hash.ts';
import { ASPECTS, FIELDS, SALTS } from './aspect.ts';
import { networkOf } from './network.ts';
import { numberBucket } from './number-bucket.ts';
import { typePrior } from './type-prior.ts';
import { MAX_VALUES, type ScoringEvent, type ScoringValue } from './scoring-event.ts';

const TEXT_LIMIT = 512;
const ASPECT_FIELDS: readonly Int32Array[] = ASPECTS.map((aspect) =>
  Int32Array.from(aspect.fields, (field) => FIELDS.indexOf(field)),
);
const FAN_OUT_FIELD = Int32Array.from(ASPECTS, ({ fanOutOf }) =>
  fanOutOf === undefined ? -1 : FIELDS.indexOf(fanOutOf),
);

/** The hash keys of one event after the other; 0 stands for what the event does not have. */
export class EventKeys {
  /** By position in ASPECTS. */
  readonly aspects = new Int32Array(ASPECTS.length);
  /** By position in ASPECTS: who fans out. */
  readonly fanOuts = new Int32Array(ASPECTS.length);
  /** (event type, field, value or its bucket), `valueCount` of them. */
  readonly values = new Int32Array(MAX_VALUES);
  /** (event type, field) of numbers, else 0, and the number's bucket. */
  readonly tails = new Int32Array(MAX_VALUES);
  readonly buckets = new Int32Array(MAX_VALUES);
  valueCount = 0;
  /** Event type, action, outcome and all values, numbers roughly. 0 without values. */
  shape = 0;
  /** Whose week is looked at: user, else asset, else source. */
  entity = 0;
  /** Type and sender: what one sender makes up teaches the calibrator once per tick and type. */
  kind = 0;
  /** Source address, else user, else asset: who is held responsible for new keys. */
  sender = 0;
  /** Share of minutes that have this type of event elsewhere; -1: not known. */
  typeShare = -1;
  readonly #hash: KeyedHash;
  readonly #fields = new Int32Array(FIELDS.length);

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  read(event: ScoringEvent): void {
    const fields = this.#fields;
    fields[0] = this.#text(event.eventType);
    fields[1] = this.#text(event.sourceIp);
    fields[2] = event.user === undefined || event.sourceIp === undefined ? 0 : this.#text(networkOf(event.sourceIp));
    fields[3] = this.#text(event.user);
    fields[4] = this.#text(event.asset);
    fields[5] = this.#text(event.action);
    fields[6] = this.#text(event.outcome);
    fields[7] = this.#text(event.country);
    fields[8] = this.#text(event.process);
    this.typeShare = typePrior(event.eventType);
    this.#readAspects();
    this.#readValues(event.values);
    // By position: taking a typed array apart goes through its iterator, which costs as much as a look at a sketch.
    const type = fields[0] as number;
    const source = fields[1] as number;
    const user = fields[3] as number;
    const asset = fields[4] as number;
    this.entity = user || asset || source;
    this.sender = source || user || asset;
    this.kind = mixHashes(mixHashes(SALTS.kind, type), this.sender);
  }

  /** Key of an aspect for these field values. */
  aspectKey(index: number, texts: readonly string[]): number {
    return texts.reduce((key, text) => mixHashes(key, this.#text(text)), index + 1) || 1;
  }

  /** Key of an entity that fans out in an aspect. */
  fanOutKey(index: number, text: string): number {
    return mixHashes(SALTS.fanOut + index, this.#text(text));
  }

  /** Key of a payload value as `read` makes it. */
  valueKey(eventType: string, { field, value }: ScoringValue): number {
    return this.#valueKey(mixHashes(this.#text(eventType), this.#text(field)), value);
  }

  #readAspects(): void {
    const fields = this.#fields;
    for (let index = 0; index < ASPECT_FIELDS.length; index++) {
      const own = ASPECT_FIELDS[index] as Int32Array;
      let key = index + 1;
      for (let at = 0; at < own.length; at++) {
        const hash = fields[own[at] as number] as number;
        if (hash === 0) {
          key = 0;
          break;
        }
        key = mixHashes(key, hash);
      }
      if (own.length > 0 && key === index + 1) key = 0;
      this.aspects[index] = key;
      const fan = FAN_OUT_FIELD[index] as number;
      this.fanOuts[index] = key === 0 || fan < 0 ? 0 : mixHashes(SALTS.fanOut + index, fields[fan] as number);
    }
  }

  #readValues(values: readonly ScoringValue[] | undefined): void {
    const fields = this.#fields;
    this.shape = 0;
    this.valueCount = Math.min(MAX_VALUES, values?.length ?? 0);
    if (values === undefined || this.valueCount === 0) return;
    const type = fields[0] as number;
    let shape = mixHashes(mixHashes(SALTS.shape, type), mixHashes(fields[5] as number, fields[6] as number));
    for (let at = 0; at < this.valueCount; at++) {
      const { field, value } = values[at] as ScoringValue;
      const fieldKey = mixHashes(type, this.#text(field));
      this.values[at] = this.#valueKey(fieldKey, value);
      if (typeof value === 'number') {
        this.tails[at] = mixHashes(SALTS.tail, fieldKey) || 1;
        this.buckets[at] = numberBucket(value);
        shape = mixHashes(shape, numberBucket(value, 0.5));
      } else {
        this.tails[at] = 0;
        shape = mixHashes(shape, this.#text(value));
      }
    }
    this.shape = shape || 1;
  }

  #valueKey(fieldKey: number, value: string | number): number {
    const own = typeof value === 'number' ? numberBucket(value) : this.#text(value);
    return mixHashes(mixHashes(SALTS.value, fieldKey), own) || 1;
  }

  /** Long texts are told apart by their beginning and length. */
  #text(value: string | undefined): number {
    if (value === undefined || value === '') return 0;
    const text = value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT)}${value.length}` : value;
    return this.#hash.text(text) || 1;
  }
}
