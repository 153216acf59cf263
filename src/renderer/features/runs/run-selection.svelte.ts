import { SvelteSet } from 'svelte/reactivity'
import { inUse } from '../../state/run-figures'
import type { RunSummary } from '../../../contract/summary'

/** The selected runs among those shown. */
export class RunSelection {
  private readonly ids = new SvelteSet<string>()
  readonly runs = $derived.by(() => this.shown().filter(({ id }) => this.ids.has(id)))
  /** The selected runs that are not live; a live run must be stopped before it can be deleted. */
  readonly deletable = $derived(this.runs.filter((run) => !inUse(run)))

  /** @param shown returns the runs in the list; others do not count as selected */
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
