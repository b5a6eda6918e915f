/** A change of what a file holds. */
export type Change =
  | { readonly at: number; readonly bytes: Buffer }
  /** The file ends there now; what is new in it is zeros. */
  | { readonly size: number };

/** What a file holds on the disk, and what was written since and may be only in memory. */
export class RecordedFile {
  #synced: Buffer;
  #changes: Change[] = [];
  /** How many of all changes are in `#synced`. */
  #syncedChanges = 0;

  constructor(content: Buffer = Buffer.alloc(0)) {
    this.#synced = content;
  }

  change(change: Change): void {
    this.#changes.push(change);
  }

  /** How many changes there were until now; for `sync`. */
  get changes(): number {
    return this.#syncedChanges + this.#changes.length;
  }

  /** So many of its changes are on the disk from now on. */
  sync(changes: number): void {
    const count = changes - this.#syncedChanges;
    if (count <= 0) return;
    this.#synced = changed(this.#synced, this.#changes.splice(0, count));
    this.#syncedChanges = changes;
  }

  get synced(): Buffer {
    return this.#synced;
  }

  get everything(): Buffer {
    return changed(this.#synced, this.#changes);
  }

  /**
   * What may be on the disk besides: of each block one of the states that it had since the last sync, and as the file's
   * length one of those that it had. Where only the length has come there are zeros.
   */
  torn(random: () => number): Buffer {
    if (this.#changes.length === 0) return this.#synced;
    const block = random() < 0.5 ? 512 : 4096;
    // Some disks had nearly written everything, some nearly nothing.
    const written = random();
    const sizes = [this.#synced.length, ...this.#sizes()];
    const size = random() < written ? sizes.at(-1) : sizes[Math.floor(random() * sizes.length)];
    const touched = this.#touched(block);
    const come = new Map(
      [...touched].map(([at, times]) => [
        at,
        random() < written ? times : Math.floor(random() * (times + 1)),
      ]),
    );
    const result = Buffer.alloc(Math.max(...sizes));
    this.#synced.copy(result);
    for (const change of this.#changes)
      for (const at of blocksOf(change, block, result.length)) {
        const left = come.get(at) ?? 0;
        if (left > 0) applyTo(result.subarray(at * block, (at + 1) * block), at * block, change);
        come.set(at, left - 1);
      }
    return result.subarray(0, size);
  }

  #sizes(): readonly number[] {
    let size = this.#synced.length;
    return this.#changes.map((change) => {
      size = "size" in change ? change.size : Math.max(size, change.at + change.bytes.length);
      return size;
    });
  }

  /** How often each block was changed. */
  #touched(block: number): Map<number, number> {
    const end = Math.max(this.#synced.length, ...this.#sizes());
    const touched = new Map<number, number>();
    for (const change of this.#changes)
      for (const at of blocksOf(change, block, end)) touched.set(at, (touched.get(at) ?? 0) + 1);
    return touched;
  }
}

function changed(content: Buffer, changes: readonly Change[]): Buffer {
  let size = content.length;
  let most = size;
  for (const change of changes) {
    size = "size" in change ? change.size : Math.max(size, change.at + change.bytes.length);
    most = Math.max(most, size);
  }
  const result = Buffer.alloc(most);
  content.copy(result);
  for (const change of changes) applyTo(result, 0, change);
  return result.subarray(0, size);
}

/** Does to this piece of a file, which begins at `from`, what the change says of it. */
function applyTo(piece: Buffer, from: number, change: Change): void {
  if ("size" in change) piece.fill(0, Math.min(piece.length, Math.max(0, change.size - from)));
  else {
    const skipped = Math.max(0, from - change.at);
    change.bytes.copy(piece, Math.max(0, change.at - from), skipped);
  }
}

function blocksOf(change: Change, block: number, end: number): readonly number[] {
  const [first, last] =
    "size" in change ? [change.size, end - 1] : [change.at, change.at + change.bytes.length - 1];
  const from = Math.floor(first / block);
  return Array.from({ length: Math.max(0, Math.floor(last / block) - from + 1) }, (_, at) => from + at);
}
