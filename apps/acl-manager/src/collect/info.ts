/** Fields of INFO. */
export class InfoText {
  readonly #fields = new Map<string, string>();

  get fields(): ReadonlyMap<string, string> {
    return this.#fields;
  }

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const at = line.indexOf(':');
      if (at > 0) this.#fields.set(line.slice(0, at), line.slice(at + 1).trim());
    }
  }

  text(name: string): string {
    return this.#fields.get(name) ?? '';
  }

  /** 0 for a field that is not there. */
  number(name: string): number {
    const value = Number(this.#fields.get(name) ?? 0);
    return Number.isFinite(value) ? value : 0;
  }

  /** Of `cmdstat_get:calls=3,usec=…` one part. */
  part(name: string, part: string): number {
    return Number(new RegExp(`(?:^|,)${part}=(\\d+)`).exec(this.text(name))?.[1] ?? 0);
  }
}
