// A first-in, first-out queue that neither shifts an array on every take nor keeps what was taken.

const COMPACT_AFTER = 256;

export class Fifo<Item> {
  readonly #items: Item[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  get first(): Item | undefined {
    return this.#items[this.#head];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Puts an item in front of the last ones for which `isLater` holds. */
  insert(item: Item, isLater: (other: Item) => boolean): void {
    let index = this.#items.length;
    for (; index > this.#head; index -= 1) {
      const other = this.#items[index - 1];
      if (other === undefined || !isLater(other)) break;
    }
    if (index === this.#items.length) this.#items.push(item);
    else this.#items.splice(index, 0, item);
  }

  take(): Item | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head += 1;
    if (this.#head === COMPACT_AFTER) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }
}
