/** An op's two forms, and the part of the second that is shared with other ops. */
interface Forms {
  float32(): void
  /** Casts included. */
  bfloat16(): void
  inputCasts(): void
}

/** Bfloat16 must reduce the time at least to this fraction: it costs precision. */
const WORTHWHILE = 0.95
/** Each operand of a layer's three products is used by two of them. */
const USES = 2
/** Enough rounds that each form has run undisturbed once. */
const ROUNDS = { least: 4, most: 15 }
/** Milliseconds after which there are no further rounds. */
const ENOUGH = 150

/** Times the forms in turns, so that other load on the machine affects all; the fastest counts. */
export function isFaster(
  { float32, bfloat16, inputCasts }: Forms,
  now = (): number => performance.now(),
): boolean {
  const forms = [float32, bfloat16, inputCasts]
  const best = forms.map((run) => (run(), Infinity))
  const start = now()
  for (let round = 0; round < ROUNDS.most; round++) {
    if (round >= ROUNDS.least && now() - start > ENOUGH) break
    forms.forEach((run, i) => {
      const before = now()
      run()
      best[i] = Math.min(best[i] ?? Infinity, now() - before)
    })
  }
  const [plain, cast, shared] = best as [number, number, number]
  return cast - shared * (1 - 1 / USES) < WORTHWHILE * plain
}
