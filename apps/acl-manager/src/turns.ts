/**
 * Lets one piece of work at a time at the users of the cluster: a look at them that began before a rotation added a
 * password must not take it away again.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
