import { SingleBar } from 'cli-progress'
import { bytesText } from '../../../contract/bytes'
import { grouped } from '../../../contract/counted'
import type { ImportSummary } from '../../../contract/datasets/import'
import { duration } from '../progress'
import type { Output } from '../output'

/** Seconds between progress lines when stderr is not a terminal. */
const LINE_EVERY_SECONDS = 5

/** Shows the progress of an import as JSON lines, a bar on a terminal, or a line every few seconds. */
export function showImport(output: Output): { show(summary: ImportSummary): void; end(): void } {
  if (output.json) {
    return {
      show: ({ id, progress }) => output.result('', { event: 'import', id, ...progress }),
      end: () => undefined,
    }
  }
  return process.stderr.isTTY ? bar() : lines(output)
}

function bar(): ReturnType<typeof showImport> {
  const drawn = new SingleBar({
    format: '{bar} {percentage}% | {text}',
    stream: process.stderr,
    barsize: 18,
    hideCursor: true,
  })
  let started = false
  return {
    show({ progress }) {
      const { done, total } = progress
      const text = textOf(progress)
      if (!started) drawn.start(total ?? 1, 0, { text })
      started = true
      drawn.setTotal(total ?? 1)
      drawn.update(total === null ? 0 : done, { text })
    },
    end: () => drawn.stop(),
  }
}

function lines(output: Output): ReturnType<typeof showImport> {
  let printedAt = 0
  return {
    show({ progress }) {
      const text = textOf(progress)
      if (text === '' || performance.now() - printedAt < LINE_EVERY_SECONDS * 1000) return
      printedAt = performance.now()
      output.say(text)
    },
    end: () => undefined,
  }
}

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
