/** The result of a {@link rankTest}. */
export interface RankTest {
  /** The probability that a value of the first sample is lower, where ties count half. */
  lower: number
  /** The normal approximation's score: negative if the first sample's values are lower. */
  z: number
}

/** The Mann-Whitney U test, with the variance corrected for ties. */
export function rankTest(first: Float64Array, second: Float64Array): RankTest {
  const [n, m] = [first.length, second.length]
  const all = [
    ...Array.from(first, (value) => ({ value, own: true })),
    ...Array.from(second, (value) => ({ value, own: false })),
  ].sort((a, b) => a.value - b.value)
  let [rankSum, ties] = [0, 0]
  for (let start = 0; start < all.length;) {
    let end = start
    while (end < all.length && all[end]?.value === all[start]?.value) end++
    const size = end - start
    // Equal values share the mean of their ranks, which count from 1.
    const rank = (start + 1 + end) / 2
    for (let i = start; i < end; i++) if (all[i]?.own === true) rankSum += rank
    ties += size ** 3 - size
    start = end
  }
  const higher = (rankSum - (n * (n + 1)) / 2) / (n * m)
  const total = n + m
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)))
  const z = variance === 0 ? 0 : (n * m * (higher - 0.5)) / Math.sqrt(variance)
  return { lower: 1 - higher, z }
}
