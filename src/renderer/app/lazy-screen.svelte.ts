/** The module of a component, as `import()` gives it. */
export interface ComponentModule<C> {
  default: C
}

/** A screen whose scripts are fetched when it is first needed. */
export class LazyScreen<C> {
  /** Undefined until it is loaded. */
  component = $state.raw<C>()
  /** True if the last attempt to load it failed. */
  failed = $state(false)
  private loading: Promise<void> | undefined

  constructor(private readonly fetchModule: () => Promise<ComponentModule<C>>) {}

  /** Loads the screen unless it is loaded or loading. Never rejects: see {@link failed}. */
  load(): Promise<void> {
    this.loading ??= this.attempt()
    return this.loading
  }

  private async attempt(): Promise<void> {
    this.failed = false
    try {
      this.component = (await this.fetchModule()).default
    } catch {
      this.failed = true
      this.loading = undefined
    }
  }
}
