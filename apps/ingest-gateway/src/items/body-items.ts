import type { GatewayLimits } from '../limits.ts';
import type { Batch } from './batch.ts';
import type { ItemReader } from './item-reader.ts';
import type { ItemScanner } from './item-scanner.ts';

/** What the items of one body are put into. */
export interface ItemParts {
  items: ItemReader;
  batch: Batch;
  limits: GatewayLimits;
}

/** How the items of a body are found: in one that is held whole, or line by line while it arrives. */
export type BodyItems =
  | {
      kind: 'whole';
      /** A body that begins with an object is one event, and bounded like one. */
      isOneObject: boolean;
      /** @param start  position behind a byte order mark. @throws Refusal */
      scan(body: Buffer, start: number): ItemScanner;
    }
  | {
      kind: 'lines';
      /** Reads the lines of a piece. @param start  position behind a byte order mark */
      scan(piece: Buffer, start: number): ItemScanner;
      /** Called in place of a line that is longer than any piece. */
      overlong(): void;
      /** Called after the last line. */
      end?(): void;
    };

/** The one item of a body. */
export class SingleItem implements ItemScanner {
  readonly #read: () => void;
  readonly position: number;

  constructor(bodyBytes: number, read: () => void) {
    this.position = bodyBytes;
    this.#read = read;
  }

  read(): boolean {
    this.#read();
    return false;
  }
}
