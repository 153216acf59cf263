import { tick } from 'svelte'
import type { Notice } from '../../../contract/notices'
import type { NewRun } from '../../state/runs.svelte'
import { startRun } from '../../state/start-run'
import type { StudioState } from '../../state/studio.svelte'
import type { Estimates } from './engine/estimates.svelte'
import type { NewRunForm } from './new-run.svelte'

/** The id of the form, and of the element with the reasons why a run cannot start. */
export const FORM_ID = 'new-run'
export const REFUSALS_ID = 'new-run-refusals'

/** The use of the form: to train a run now, or when its turn comes. */
export type Fate = 'start' | 'queue'

/** Starts a run from the form or adds it to the queue, or moves the focus to the field that prevents this. */
export class Start {
  /** The start in progress. */
  busy = $state<Fate | null>(null)
  /** The run that was added to the queue last. */
  added = $state.raw<{ id: string; name: string } | null>(null)

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

  /** The number of runs in training: while there are any, the queue is the usual choice. */
  get training(): number {
    return this.studio.runs.active.length
  }
  /** The use that Enter triggers. */
  get usual(): Fate {
    return this.training > 0 ? 'queue' : 'start'
  }

  async submit(fate: Fate = this.usual): Promise<void> {
    if (this.busy !== null || this.studio.connection.status !== 'connected') return
    const { config, startFrom, name } = this.form
    if (config === undefined || this.problems > 0) return this.showProblem()
    if (this.refusals.length > 0) return document.getElementById(REFUSALS_ID)?.focus()
    this.busy = fate
    const request = { name: name.trim(), config: $state.snapshot(config), from: startFrom }
    await (fate === 'start' ? this.begin(request) : this.enqueue(request))
    this.busy = null
  }

  private async begin(request: NewRun): Promise<void> {
    const origin = { route: { screen: 'newRun' }, restore: this.form.snapshot() } as const
    if (!(await startRun(this.studio, request, origin))) return
    await tick()
    this.form.clear()
  }

  /** The form stays as it is, except the name: the next run often differs in one setting. */
  private async enqueue(request: NewRun): Promise<void> {
    const { queue, report } = this.studio
    this.added = null
    try {
      const { id, name } = await queue.addRun(request)
      this.added = { id, name }
      this.form.forgetName()
    } catch (error) {
      report(error)
    }
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
