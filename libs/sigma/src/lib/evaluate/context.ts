import type { SigmaEvent } from '../model/sigma-event.ts';
import { eventTexts } from './event-texts.ts';
import { foldText } from '../fold.ts';
import { lookupField } from './lookup-field.ts';

/** What is worked out once per event and used by every rule that looks at it. */
export class EventContext {
  readonly event: SigmaEvent;
  private readonly values = new Map<string, unknown>();
  private readonly folded = new Map<string, string>();
  private keywordTexts: string[] | undefined;

  constructor(event: SigmaEvent) {
    this.event = event;
  }

  /** As `lookupField`. */
  value(field: string): unknown {
    const known = this.values.get(field);
    if (known !== undefined || this.values.has(field)) return known;
    const value = lookupField(this.event, field);
    this.values.set(field, value);
    return value;
  }

  /** As `foldText`. */
  fold(text: string): string {
    let folded = this.folded.get(text);
    if (folded === undefined) this.folded.set(text, (folded = foldText(text)));
    return folded;
  }

  /** As `eventTexts`. */
  texts(): readonly string[] {
    return (this.keywordTexts ??= eventTexts(this.event));
  }
}
