/**
 * Remembers 64-bit hashes, in 8 bytes each at a load of at most one half. With ten million images,
 * the chance that two different ones count as equal is about one in a million.
 */
export class HashSet {
  private slots: BigUint64Array
  private filled = 0
  /** Marks free slots, so it is kept apart. */
  private hasZero = false

  constructor(capacity = 1024) {
    this.slots = new BigUint64Array(capacity)
  }

  /** Adds a hash. @returns false if it was there */
  add(hash: bigint): boolean {
    if (hash === 0n) {
      if (this.hasZero) return false
      return (this.hasZero = true)
    }
    if (this.filled * 2 >= this.slots.length) this.grow()
    if (!insert(this.slots, hash)) return false
    this.filled++
    return true
  }

  private grow(): void {
    const larger = new BigUint64Array(this.slots.length * 2)
    for (const hash of this.slots) if (hash !== 0n) insert(larger, hash)
    this.slots = larger
  }
}

/** @param slots a power of two of them, 0 where free */
function insert(slots: BigUint64Array, hash: bigint): boolean {
  const mask = slots.length - 1
  for (let at = Number(hash & 0xffffffffn) & mask; ; at = (at + 1) & mask) {
    const found = slots[at]
    if (found === hash) return false
    if (found === 0n) {
      slots[at] = hash
      return true
    }
  }
}
