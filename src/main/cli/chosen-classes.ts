import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { classesOfBoth } from '../../contract/architectures/labels'
import { networksOfRun } from '../../contract/architectures/networks-of'
import { MAX_CHOSEN, parseClasses } from '../../contract/class-choice'
import { problemError, StudioError } from '../../contract/errors'
import type { Run } from '../../contract/run'
import { runFile } from '../storage/runs/paths'
import { readRun } from '../storage/runs/runs'
import { quoted } from './flags'

const FLAG = '--class'
/** A number that no class has; the generator refuses those from its own number of classes on. */
const TOO_LARGE = 10_000
/** Class names that an error lists. */
const MAX_LISTED = 20

/**
 * Finds the classes that were typed: numbers, ranges and names of classes, separated by commas.
 *
 * @param source the run, checkpoint or file of weights, whose run knows the names
 * @throws StudioError `usage` naming the class that does not exist, or if the run has no classes
 */
export async function chosenClasses(text: string, source: string): Promise<number[]> {
  const numbers = parseClasses(text, TOO_LARGE)
  if (numbers !== undefined) return numbers
  const run = await runAt(source)
  if (run !== undefined && classesOfBoth(networksOfRun(run.config, 'checkpoint')) === undefined) {
    throw problemError('usage', 'generatorUnconditional', {}, { where: FLAG })
  }
  const names = run?.dataset?.classNames
  if (names === undefined) {
    throw notAList(text, 'Use the numbers of the classes: their names are not known here.')
  }
  // A name may contain commas.
  const parts = names.includes(text) ? [text] : text.split(',').map((part) => part.trim())
  const chosen = parts.flatMap((part) => parseClasses(part, TOO_LARGE) ?? [numberOf(part, names)])
  if (chosen.length > MAX_CHOSEN) throw notAList(text)
  return chosen
}

function numberOf(name: string, names: readonly string[]): number {
  const number = names.indexOf(name)
  if (number >= 0) return number
  const more = names.length > MAX_LISTED ? ', …' : ''
  const known = `${names.slice(0, MAX_LISTED).join(', ')}${more}`
  throw problemError('usage', 'classUnknown', { name, known }, { where: FLAG })
}

/** The run to which a file or folder belongs. */
async function runAt(source: string): Promise<Run | undefined> {
  let dir = resolve(source)
  // A file of weights is three levels below its run.
  for (let level = 0; level <= 3; level++, dir = dirname(dir)) {
    if (existsSync(runFile(dir))) return readRun(dir)
  }
  return undefined
}

function notAList(text: string, remedy?: string): StudioError {
  const what = `a list of at most ${MAX_CHOSEN} classes, such as 3,5-7`
  return new StudioError('usage', `${FLAG} must be ${what}, not ${quoted(text)}`, { remedy })
}
