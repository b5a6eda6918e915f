/**
 * One deadline that is moved with every command and every answer, thousands of times a second, and is hardly ever met.
 * So a moved deadline is only a number, and the timer of the system that stands behind it wakes at most as often as the
 * shortest wait is long: when the deadline has been moved meanwhile, it sleeps for the rest.
 */
export class LazyTimer {
  readonly #met: () => void;
  /** As `performance.now()` has it: no clock that is set reaches it. */
  #deadline: number | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(met: () => void) {
    this.#met = met;
  }

  /** The deadline is so many ms from now, whatever it was. */
  set(ms: number): void {
    this.#deadline = performance.now() + ms;
    if (this.#deadline < this.#wakesAt) this.#sleep(this.#deadline, ms);
  }

  /** There is no deadline now. */
  unset(): void {
    this.#deadline = undefined;
  }

  /** For good: nothing is left that could keep a process from ending. */
  end(): void {
    this.#deadline = undefined;
    this.#wakesAt = Number.NEGATIVE_INFINITY;
    clearTimeout(this.#timer);
  }

  #sleep(until: number, ms: number): void {
    clearTimeout(this.#timer);
    this.#wakesAt = until;
    this.#timer = setTimeout(() => this.#wake(), Math.ceil(ms));
  }

  #wake(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    if (this.#deadline === undefined) return;
    const left = this.#deadline - performance.now();
    if (left > 0) this.#sleep(this.#deadline, left);
    else {
      this.#deadline = undefined;
      this.#met();
    }
  }
}
