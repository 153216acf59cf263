/** An op's two forms, and the part of the second that is shared with other ops. */
interface Forms {
  float32(): void
  /** Including the casts of the inputs and the output. */
  bfloat16(): void
  inputCasts(): void
}

/** bfloat16 must take less than this fraction of the time, because it costs precision. */
const WORTHWHILE = 0.95
/** Each operand of a layer's three products is used by two of them. */
const USES = 2
/** Enough rounds for each form to run undisturbed at least once. */
const ROUNDS = { least: 4, most: 15 }
/** Milliseconds after which only the least number of rounds is completed. */
const ENOUGH = 150

/**
 * Returns true if bfloat16 is faster by enough. The forms are timed alternately, so that other load
 * on the machine affects all of them, and each form's fastest run counts.
 */
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
