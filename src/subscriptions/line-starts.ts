/**
 * On which line each row of a CSV file starts. The parser counts a line break inside quotes as two lines when it is
 * CRLF, so lines are found from byte offsets instead.
 */
export class LineStarts {
  /** Where lines that are not empty start, those of rows already taken left out. */
  #starts: { readonly offset: number; readonly line: number }[] = [];
  #first = 0;
  #offset = 0;
  #lines = 0;
  #end = 0;

  /** How many lines have been added. */
  get read(): number {
    return this.#lines;
  }

  /** The line on which the row after the last one taken starts. */
  get next(): number {
    while ((this.#starts[this.#first]?.offset ?? this.#end) < this.#end) this.#first += 1;
    return this.#starts[this.#first]?.line ?? Math.max(this.#lines, 1);
  }

  /** Adds the next bytes of the file, whole lines. */
  add(block: Buffer): void {
    this.#starts = this.#starts.slice(this.#first);
    this.#first = 0;
    let from = 0;
    while (from < block.length) {
      const next = block.indexOf(lineFeed, from) + 1 || block.length;
      this.#lines += 1;
      if (!isEmptyLine(block, from, next))
        this.#starts.push({ offset: this.#offset + from, line: this.#lines });
      from = next;
    }
    this.#offset += block.length;
  }

  /** The line of the row that ends before byte `end` of the file and starts where the one before ended. */
  take(end: number): number {
    const line = this.next;
    this.#end = end;
    return line;
  }
}

function isEmptyLine(block: Buffer, from: number, next: number): boolean {
  for (let index = from; index < next; index += 1)
    if (block[index] !== lineFeed && block[index] !== carriageReturn) return false;
  return true;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
