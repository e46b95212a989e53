import { randomBytes } from 'node:crypto';

/** Secrets that were given to the platform, by the door each came in by, and where they come to light. */
export class PlantedSecrets {
  readonly #texts = new Map<string, string>();

  /** Keeps what came in by `door`. @returns the same text */
  plant(door: string, text: string): string {
    if (text.length < 16) throw new Error(`what comes in by ${door} is too short to be told from other text`);
    this.#texts.set(door, text);
    return text;
  }

  /** A new one. */
  make(door: string): string {
    return this.plant(door, `cAnAry${randomBytes(18).toString('hex')}`);
  }

  /** For signatures of Standard Webhooks. */
  makeSigning(door: string): string {
    return this.plant(door, `whsec_${randomBytes(24).toString('base64')}`);
  }

  get doors(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** `door → place` of each that stands in a text, as it is or in a form that gives it away. */
  foundIn(places: ReadonlyMap<string, string>): string[] {
    return [...this.#texts].flatMap(([door, secret]) => {
      const spelled = spellings(secret);
      return [...places]
        .filter(([, text]) => spelled.some((one) => text.includes(one)))
        .map(([place]) => `${door} → ${place}`);
    });
  }
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ...[bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')],
  ];
}
