import { bytesText } from '../../../contract/bytes'
import { grouped } from '../../../contract/counted'
import type { ImportSummary } from '../../../contract/datasets/import'
import type { Output } from '../output'
import { duration } from '../progress'
import { progressView } from '../progress-view'
import type { ProgressView } from '../progress-view'

/** Shows the progress of an import. */
export const showImport = (output: Output): ProgressView<ImportSummary> =>
  progressView(output, {
    json: ({ id, progress }) => ({ event: 'import', id, ...progress }),
    state: ({ progress }) => {
      const { done, total } = progress
      const text = textOf(progress)
      return total === null ? { done: 0, total: 1, text } : { done, total, text }
    },
  })

/** Empty while there is nothing to say. */
function textOf({ stage, done, total, refused, perSecond }: ImportSummary['progress']): string {
  if (stage === 'downloading') return `${bytesText(done)} of ${bytesText(total ?? 0)} downloaded`
  if (stage === 'copying') return `${bytesText(done)} of ${bytesText(total ?? 0)} copied`
  if (stage === 'listing') return done === 0 ? '' : `finding images: ${grouped(done)} found`
  if (done === 0) return ''
  const of = `${grouped(done)} of ${grouped(total ?? 0)}`
  if (stage === 'finishing') return `checking ${of} images`
  const rate = perSecond === null ? '' : `, ${grouped(Math.round(perSecond))} per second`
  const left =
    perSecond === null || total === null ? '' : `, ${duration((total - done) / perSecond)} left`
  return `${of} images${rate}${left}${refused === 0 ? '' : `, ${grouped(refused)} refused`}`
}
