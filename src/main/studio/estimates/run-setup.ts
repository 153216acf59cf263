import type { EngineSetup } from '../../../contract/engines'
import { asNotice } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { RunConfig } from '../../../contract/run'
import type { EngineSetups } from './engine-setups'

export const asSetup = (setup: EngineSetup | undefined): { setup?: EngineSetup } =>
  setup === undefined ? {} : { setup }

/** Returns the native engine's setup for a run that may use it, and notes about its measurement. */
export async function setupForRun(
  setups: EngineSetups,
  { engine }: Pick<RunConfig, 'engine'>,
  watch: { onMeasure?(): void; signal?: AbortSignal },
): Promise<{ setup?: EngineSetup; notes: Notice[] }> {
  if (engine !== 'auto' && engine !== 'tensorflow') return { notes: [] }
  let measures = false
  const onMeasure = (): void => {
    measures = true
    watch.onMeasure?.()
  }
  const setup = asSetup(await setups.find(onMeasure, watch.signal))
  return { ...setup, notes: measures ? measurementNotes(setups) : [] }
}

/** Returns notes about the last measurement. */
export function measurementNotes(setups: EngineSetups): Notice[] {
  const { unsavedBecause: why } = setups
  return [
    ...(setups.measurement()?.busy === true ? [notice('measuredWhileBusy', {})] : []),
    ...(why === undefined ? [] : [notice('setupNotSaved', { why: asNotice(why) })]),
  ]
}
