import { SvelteSet } from 'svelte/reactivity'
import type { DatasetListing } from '../../../contract/datasets/listing'

/** The most data sets that are shown until all are asked for. */
export const SHORT_LIST = 6

/**
 * The data sets to choose from. Of many, only the most recent ones are shown at first, and those that
 * were chosen: they never disappear, so that arrow keys lead back to them.
 */
export class DatasetChoices {
  /** True if all are shown, or those that the search finds. */
  all = $state(false)
  search = $state('')
  private readonly wereChosen = new SvelteSet<string>()

  /** @param chosen the name of the chosen data set; empty if none is */
  constructor(
    private readonly listings: () => readonly DatasetListing[],
    private readonly chosen: () => string,
  ) {}

  /** Usable ones first, then the most recent. */
  readonly listed = $derived.by(() =>
    this.listings().toSorted(
      (a, b) =>
        Number(a.problem !== undefined) - Number(b.problem !== undefined) ||
        (b.createdAt ?? '').localeCompare(a.createdAt ?? ''),
    ),
  )
  /** True if there are too many to show all at once. */
  readonly many = $derived.by(() => this.listed.length > SHORT_LIST)

  readonly shown = $derived.by((): readonly DatasetListing[] => {
    const { listed } = this
    if (!this.many) return listed
    const kept = ({ name }: DatasetListing): boolean => this.keeps(name)
    if (this.all) {
      const search = this.search.trim()
      return listed.filter((one) => kept(one) || finds(search, one))
    }
    const room = Math.max(0, SHORT_LIST - listed.filter(kept).length)
    const recent = listed.filter((one) => one.problem === undefined && !kept(one)).slice(0, room)
    return listed.filter((one) => kept(one) || recent.includes(one))
  })

  /** The number of data sets that the search finds; undefined without a search. */
  readonly found = $derived.by(() => {
    const search = this.search.trim()
    return search === '' ? undefined : this.listed.filter((one) => finds(search, one)).length
  })

  /** Keeps the chosen data set in the short list from now on. */
  keepChosen(): void {
    const name = this.chosen()
    if (name !== '') this.wereChosen.add(name)
  }

  toggleAll(): void {
    this.all = !this.all
    this.search = ''
  }

  /** A search hides those that were chosen before; nothing hides the chosen one. */
  private keeps(name: string): boolean {
    return name === this.chosen() || (!this.all && this.wereChosen.has(name))
  }
}

const finds = (search: string, { title }: DatasetListing): boolean =>
  title.toLocaleLowerCase().includes(search.toLocaleLowerCase())
