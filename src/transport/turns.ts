/**
 * Who may write on a connection: one message at a time, in the order in which they came. Passing the turn on starts the
 * next one at once and not a moment later, so that what both write can leave in one packet.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /** Calls `start` when it is this one's turn. Resolves to what `start` returns; the turn is kept until `pass`. */
  take<Result>(start: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        start().then(resolve, reject);
      };
      if (this.#taken) this.#waiting.push(begin);
      else {
        this.#taken = true;
        begin();
      }
    });
  }

  pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
