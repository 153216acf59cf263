import { SvelteSet } from 'svelte/reactivity'
import { isLive } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'

/** Which of the runs shown are selected. */
export class RunSelection {
  private readonly ids = new SvelteSet<string>()
  readonly runs = $derived.by(() => this.shown().filter(({ id }) => this.ids.has(id)))
  /** A run that is training must be stopped before it can be deleted. */
  readonly deletable = $derived(this.runs.filter(({ state }) => !isLive(state)))

  /** @param shown the runs that the list shows now; others do not count as selected */
  constructor(private readonly shown: () => readonly RunSummary[]) {}

  has(id: string): boolean {
    return this.ids.has(id)
  }

  set(id: string, selected: boolean): void {
    if (selected) this.ids.add(id)
    else this.ids.delete(id)
  }

  get all(): boolean {
    const shown = this.shown()
    return shown.length > 0 && this.runs.length === shown.length
  }
  set all(selected: boolean) {
    for (const { id } of this.shown()) this.set(id, selected)
  }

  clear(): void {
    this.ids.clear()
  }
}
