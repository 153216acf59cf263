import { z } from 'zod'
import { notice } from '../../notices'
import { measurementDetector } from './measured'

/** A class with less than this fraction of its expected images counts as missing. */
const MISSING = 0.05
/** Classes with fewer expected images than this could be missing by chance. */
const ENOUGH_IMAGES = 40
/**
 * A class that was never generated counts only from this step on: at first, the reference GAN makes
 * almost nothing but eights.
 */
const LEARNED = 20_000

const detailsSchema = z.object({
  histogram: z.array(z.number()),
  dataHistogram: z.array(z.number()),
})

/** Some of the data's classes are hardly ever generated, although they were before. */
export const classesMissing = measurementDetector({
  kind: 'classesMissing',
  watch() {
    const generated = new Set<number>()
    return ({ results }, step) => {
      const measured = results.find(({ key }) => key === 'classDivergence')
      const details = detailsSchema.safeParse(measured?.details).data
      if (details === undefined) return undefined
      const missing = classesWithout(details)
      const all = details.dataHistogram.map((_, c) => c)
      for (const c of all) if (!missing.includes(c)) generated.add(c)
      const lost = missing.filter((c) => generated.has(c) || step >= LEARNED)
      return lost.length === 0
        ? null
        : notice('classesLost', {
            ...{ missing: lost.length, of: all.length },
            lost: lost.join(', '),
          })
    }
  },
})

/** The classes that are hardly ever generated. */
function classesWithout({ histogram, dataHistogram }: z.infer<typeof detailsSchema>): number[] {
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
  const scale = sum(histogram) / Math.max(1, sum(dataHistogram))
  return dataHistogram.flatMap((count, c) => {
    const expected = count * scale
    return expected >= ENOUGH_IMAGES && (histogram[c] ?? 0) < MISSING * expected ? [c] : []
  })
}
