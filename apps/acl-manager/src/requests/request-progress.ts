/** Tells who waits what is done for them meanwhile; what cannot be told is left out. */
export class RequestProgress {
  readonly #write: (text: string) => Promise<void>;
  #last = '';
  #writing: Promise<void> = Promise.resolve();

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  tell(text: string): void {
    if (text === this.#last) return;
    this.#last = text;
    this.#writing = this.#writing.then(() => this.#write(text)).catch(() => undefined);
  }

  told(): Promise<void> {
    return this.#writing;
  }
}
