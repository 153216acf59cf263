import type { Condition, FilteredRun, TitleOf } from '../../../../contract/filter/filter'
import { formatFilter } from '../../../../contract/filter/format'
import type { FilterFault } from '../../../../contract/filter/parse'
import { mayHaveConditions } from '../../../../contract/filter/punctuation'
import { wordsTest } from '../../../../contract/filter/words'
import type { FilterEngine } from './filter-engine'

/**
 * The filter of the list of runs: conditions, which are shown as chips, and the text of the search
 * field, which may contain words and further conditions. Enter turns those conditions into chips.
 */
export class RunFilter {
  text = $state('')
  conditions = $state.raw<readonly Condition[]>([])
  /** The parts that were not understood when the text was last accepted. */
  faults = $state.raw<readonly FilterFault[]>([])
  /** True while a filter from the address waits for the engine. */
  waiting = $state(false)
  /** The words of the text when it was last accepted, as kept in the address. */
  private accepted = $state.raw<readonly string[]>([])
  private engine = $state.raw<FilterEngine>()

  private readonly typed = $derived(
    this.engine !== undefined && mayHaveConditions(this.text)
      ? this.engine.parse(this.text)
      : { conditions: [], words: mayHaveConditions(this.text) ? [] : wordsOf(this.text) },
  )
  /** Whether a run meets the filter. */
  readonly matches: (run: FilteredRun) => boolean = $derived.by(() => {
    const { words } = this.typed
    const conditions = [...this.conditions, ...this.typed.conditions]
    if (this.engine === undefined) return wordsTest(words, this.titleOf)
    return this.engine.matcher({ conditions, words }, this.titleOf)
  })
  /** The filter as text, for the address; undefined if there is none. */
  readonly address = $derived(
    formatFilter({ conditions: this.conditions, words: this.accepted }) || undefined,
  )

  constructor(
    private readonly titleOf: TitleOf,
    private readonly load: () => Promise<FilterEngine>,
  ) {}

  /** Called while the user types. */
  async type(text: string): Promise<void> {
    this.text = text
    this.faults = []
    if (mayHaveConditions(text)) this.engine ??= await this.load()
  }

  /** Turns the conditions in the text into chips; parts not understood stay in the text. */
  async accept(): Promise<void> {
    const { text } = this
    if (!mayHaveConditions(text)) {
      this.accepted = wordsOf(text)
      return
    }
    const engine = (this.engine ??= await this.load())
    if (this.text !== text) return
    const { conditions, words, faults } = engine.parse(text)
    this.add(...conditions)
    this.faults = faults
    this.accepted = words
    const rest = formatFilter({ conditions: [], words })
    this.text = [...faults.map(({ part }) => part), rest].filter((part) => part !== '').join(', ')
  }

  /** Takes over a filter from an address. @throws if the engine cannot be loaded */
  async open(text: string): Promise<void> {
    if (text === this.address) return
    this.waiting = true
    try {
      this.engine ??= await this.load()
      this.conditions = []
      this.text = text
      await this.accept()
    } finally {
      this.waiting = false
    }
  }

  /** Adds conditions, each once. */
  add(...conditions: readonly Condition[]): void {
    const is = (a: Condition, b: Condition) =>
      a.field === b.field && a.operator === b.operator && a.value === b.value
    const added = conditions.filter((one) => !this.conditions.some((each) => is(each, one)))
    this.conditions = [...this.conditions, ...added]
  }

  remove(condition: Condition): void {
    this.conditions = this.conditions.filter((each) => each !== condition)
  }

  clear(): void {
    this.text = ''
    this.accepted = []
    this.conditions = []
    this.faults = []
  }
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')
