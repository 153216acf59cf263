import { z } from 'zod'
import { notice } from '../../notices'
import { good } from '../detector'
import type { Detector } from '../detector'

/** A class with less than this share of its share of the data counts as missing. */
const MISSING = 0.1
/** Classes with fewer images than this among those measured would be missing by chance. */
const ENOUGH_IMAGES = 20

const detailsSchema = z.object({
  histogram: z.array(z.number()),
  dataHistogram: z.array(z.number()),
})

/** Hardly any images of some of the data's classes are generated. */
export const classesMissing: Detector = {
  kind: 'classesMissing',
  patience: 2,
  patienceAtEnd: 2,
  watch: () => (record) => {
    if (record.type !== 'evaluation') return undefined
    const measured = record.evaluation.results.find(({ key }) => key === 'classDivergence')
    const details = detailsSchema.safeParse(measured?.details).data
    if (details === undefined) return undefined
    const missing = classesWithout(details)
    if (missing.length === 0) return good
    const given = { missing: missing.length, of: details.dataHistogram.length }
    return { bad: true, what: notice('classesMissing', given) }
  },
}

/** The classes with hardly any generated images. */
function classesWithout({ histogram, dataHistogram }: z.infer<typeof detailsSchema>): number[] {
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
  const scale = sum(histogram) / Math.max(1, sum(dataHistogram))
  return dataHistogram.flatMap((count, c) => {
    const expected = count * scale
    return expected >= ENOUGH_IMAGES && (histogram[c] ?? 0) < MISSING * expected ? [c] : []
  })
}
