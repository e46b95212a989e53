import { readFile, stat } from 'node:fs/promises';
import { toError, type AddressPlace, type Clock, type EventFields, type EventPlaces } from '@redoubt/contracts';
import { RecentTexts } from '@redoubt/enrichment';
import { Periodic } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import { Reader, type AsnResponse, type CountryResponse } from 'maxmind';
import type { ContextMetrics } from './context-metrics.ts';

export interface PlaceOptions {
  /** Databases in MaxMind's format: GeoLite2 Country or City, ASN, or others with their fields. None: nothing is said. */
  files: readonly string[];
  /** Changed files are noticed this often. */
  intervalMs: number;
}

interface Deps {
  log: Logger;
  clock: Clock;
  metrics: ContextMetrics;
}

/** The fields that are read, whichever database has them. */
type Entry = CountryResponse & AsnResponse;

const NOWHERE: AddressPlace = {};

/** Tells where addresses lie by files of the operator, which it reads again when they change. Look-ups are synchronous. */
export class PlaceReader {
  readonly #options: PlaceOptions;
  readonly #deps: Deps;
  readonly #readers = new Map<string, { reader: Reader<Entry>; version: string }>();
  #recent = new RecentTexts<AddressPlace>();
  readonly #loop: Periodic;

  constructor(options: PlaceOptions, deps: Deps) {
    this.#options = options;
    this.#deps = deps;
    const { intervalMs } = options;
    this.#loop = new Periodic({ name: 'places', intervalMs, work: () => this.#look() }, deps);
  }

  /** Reads the files, then looks for changes now and then. Never throws: a file that cannot be read is as if absent. */
  async start(): Promise<void> {
    if (this.#options.files.length === 0) return;
    await this.#look();
    this.#loop.start();
  }

  async close(): Promise<void> {
    await this.#loop.close();
  }

  get isInUse(): boolean {
    return this.#readers.size > 0;
  }

  /** Undefined when nothing is known of either address. */
  of({ sourceIp, destinationIp }: Pick<EventFields, 'sourceIp' | 'destinationIp'>): EventPlaces | undefined {
    if (this.#readers.size === 0) return undefined;
    const source = this.#placeOf(sourceIp);
    const destination = this.#placeOf(destinationIp);
    if (source === NOWHERE && destination === NOWHERE) return undefined;
    return { ...(source === NOWHERE ? {} : { source }), ...(destination === NOWHERE ? {} : { destination }) };
  }

  #placeOf(address: string | undefined): AddressPlace {
    if (address === undefined) return NOWHERE;
    const known = this.#recent.get(address);
    if (known !== undefined) return known;
    const place = this.#lookUp(address);
    this.#recent.set(address, place);
    return place;
  }

  #lookUp(address: string): AddressPlace {
    const place: AddressPlace = {};
    for (const { reader } of this.#readers.values()) {
      const entry = reader.get(address) as Partial<Entry> | null;
      const country = entry?.country?.iso_code ?? entry?.registered_country?.iso_code;
      if (country !== undefined) place.country ??= country;
      if (entry?.autonomous_system_number !== undefined) place.asn ??= entry.autonomous_system_number;
      if (entry?.autonomous_system_organization !== undefined) place.network ??= entry.autonomous_system_organization;
    }
    return Object.keys(place).length === 0 ? NOWHERE : place;
  }

  async #look(): Promise<void> {
    for (const file of this.#options.files) {
      try {
        const { mtimeMs, size, ino } = await stat(file);
        const version = `${mtimeMs} ${size} ${ino}`;
        if (this.#readers.get(file)?.version === version) continue;
        this.#readers.set(file, { reader: new Reader(await readFile(file)), version });
        this.#recent = new RecentTexts();
        this.#deps.log.info({ file }, 'places_loaded');
      } catch (error) {
        // What was read before goes on: a file is often replaced by removing it first.
        this.#deps.log.warn({ file, err: toError(error) }, 'places_not_loaded');
      }
    }
    this.#deps.metrics.placeFiles.set(this.#readers.size);
  }
}
