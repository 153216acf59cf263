import { tick } from 'svelte'
import type { Notice } from '../../../contract/notices'
import { startRun } from '../../state/start-run'
import type { StudioState } from '../../state/studio.svelte'
import type { Estimates } from './engine/estimates.svelte'
import type { NewRunForm } from './new-run.svelte'

/** The id of the form, and of the element with the reasons why a run cannot start. */
export const FORM_ID = 'new-run'
export const REFUSALS_ID = 'new-run-refusals'

/** Starts a run from the form, or moves the focus to what prevents it. */
export class Start {
  busy = $state(false)

  constructor(
    private readonly studio: StudioState,
    private readonly form: NewRunForm,
    private readonly estimates: Estimates,
  ) {}

  /** Reasons why the run does not fit this machine, or its networks do not fit the data set. */
  get refusals(): readonly Notice[] {
    const { hiddenProblem } = this.form
    if (hiddenProblem !== undefined) return [hiddenProblem]
    return this.estimates.value?.needs.refusals ?? []
  }
  get warnings(): readonly Notice[] {
    return this.estimates.value?.needs.warnings ?? []
  }
  /** Number of fields that need fixing. */
  get problems(): number {
    const { marks, nameValid, dataset, threadsValid } = this.form
    const others = [nameValid, dataset !== '', threadsValid].filter((valid) => !valid)
    return Object.keys(marks).length + others.length
  }

  async submit(): Promise<void> {
    if (this.busy || this.studio.connection.status !== 'connected') return
    const { config, startFrom, name } = this.form
    if (config === undefined || this.problems > 0) return this.showProblem()
    if (this.refusals.length > 0) return document.getElementById(REFUSALS_ID)?.focus()
    this.busy = true
    const request = { name: name.trim(), config: $state.snapshot(config), from: startFrom }
    const origin = { route: { screen: 'newRun' }, restore: this.form.snapshot() } as const
    if (await startRun(this.studio, request, origin)) {
      await tick()
      this.form.clear()
    }
    this.busy = false
  }

  /** Moves the focus to the first invalid field, unfolding its section. */
  readonly showProblem = async (): Promise<void> => {
    this.form.expandInvalid()
    await tick()
    const invalid = document.querySelector<HTMLElement>('main [aria-invalid=true]')
    invalid?.scrollIntoView({ block: 'center' })
    invalid?.focus()
  }
}
