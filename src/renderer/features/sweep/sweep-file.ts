import { fileStem } from '../../../contract/file-names'
import { hyperparameters } from '../../../contract/hyperparameters'
import { firstFaults, issueWords } from '../../../contract/issue-words'
import { sweepSpecSchema } from '../../../contract/sweep/spec'
import type { SweepFile, SweepSpec } from '../../../contract/sweep/spec'
import type { Words } from '../../../contract/words'
import { saveBlob } from '../../images/save-file'
import { readJsonFile } from '../new-run/json-file'

/* The file that describes a sweep, which is the same as on the command line. */

/** A sweep read from a file, or what is wrong with the file, as one phrase for each fault. */
export type OpenedSweep = { spec: SweepSpec } | { faults: Words[] }

/** Reads a file that the user chose. */
export async function openSweepFile(file: Blob): Promise<OpenedSweep> {
  const read = await readJsonFile(file)
  if ('faults' in read) return read
  const { data, error } = sweepSpecSchema.safeParse(read.raw)
  if (data !== undefined) {
    const unknown = Object.keys(data.axes).flatMap((name) => axisFault(name) ?? [])
    return unknown.length === 0 ? { spec: data } : { faults: firstFaults(unknown) }
  }
  const faults = error.issues.flatMap((issue) =>
    issueWords(issue).map(({ en, zh }) => {
      const key = issue.path.map(String).join('.')
      return key === '' ? { en, zh } : { en: `${key}: ${en}`, zh: `${key}：${zh}` }
    }),
  )
  return { faults: firstFaults(faults) }
}

function axisFault(name: string): Words | undefined {
  if (name === 'seed') {
    return { en: 'axes.seed: list the seeds in “seeds”', zh: 'axes.seed：请在“seeds”中列出种子' }
  }
  if (Object.hasOwn(hyperparameters, name)) return undefined
  return { en: `axes.${name}: there is no such setting`, zh: `axes.${name}：没有此参数` }
}

export const sweepFileText = (spec: SweepFile): string => `${JSON.stringify(spec, null, 2)}\n`

export function saveSweepFile(spec: SweepFile): void {
  const blob = new Blob([sweepFileText(spec)], { type: 'application/json' })
  saveBlob(blob, `${fileStem(spec.name)}.json`)
}
