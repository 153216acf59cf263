import { SvelteSet } from 'svelte/reactivity'
import { MAX_IMAGE_SIZE, preparationSchema } from '../../../../contract/datasets/preparation'
import type { Fit, Preparation, ResizeFilter } from '../../../../contract/datasets/preparation'
import type { ClassCount, SourceDescription } from '../../../../contract/datasets/source'
import { suggestedSize } from '../../../../contract/datasets/suggest'

export const MAX_HOLD_OUT_PERCENT = 50
/** The contract's defaults; the size and channels here are replaced by those of the source. */
const defaults = preparationSchema.parse({ imageSize: 1, channels: 1 })

/** The limit when it is first turned on. */
const DEFAULT_LIMIT = 1_000

type FieldName = 'imageSize' | 'background' | 'classes' | 'limit' | 'holdOut'

/** How the images of a source are to be prepared, as it is typed. */
export class PreparationForm {
  imageSize = $state(28)
  channels = $state<1 | 3>(1)
  fit = $state<Fit>(defaults.fit)
  filter = $state<ResizeFilter>(defaults.filter)
  background = $state(defaults.background)
  /** True if `limit`, the largest number of images, applies. */
  limited = $state(false)
  limit = $state(DEFAULT_LIMIT)
  holdOutPercent = $state(0)
  duplicates = $state<Preparation['duplicates']>(defaults.duplicates)
  /** The source's classes; empty without labels. */
  classes = $state.raw<readonly ClassCount[]>([])
  /** The names of classes that are left out. */
  readonly dropped = new SvelteSet<string>()

  /** Begins with values that suit a source; nothing stays of an earlier one. */
  suggest({ sizes, colour, classes }: SourceDescription): void {
    const { fit, filter, background, duplicates } = defaults
    Object.assign(this, { fit, filter, background, duplicates })
    Object.assign(this, { limited: false, limit: DEFAULT_LIMIT, holdOutPercent: 0 })
    this.keepAll()
    this.imageSize = suggestedSize(sizes)
    this.channels = colour ? 3 : 1
    this.useClasses(classes ?? [])
  }

  /** Takes over a source's classes; the other values stay. */
  useClasses(classes: readonly ClassCount[]): void {
    this.classes = classes
    const names = new SvelteSet(classes.map(({ name }) => name))
    for (const name of this.dropped) if (!names.has(name)) this.dropped.delete(name)
  }

  /** The number of images of the classes that are kept; null without labels. */
  readonly keptImages = $derived.by(() => {
    if (this.classes.length === 0) return null
    const kept = this.classes.filter(({ name }) => !this.dropped.has(name))
    return kept.reduce((sum, { images }) => sum + images, 0)
  })

  /** The fields with a value that cannot be used. */
  readonly invalid = $derived.by((): readonly FieldName[] => {
    const { imageSize, background, limited, limit, holdOutPercent, classes, dropped } = this
    const wrong: Record<FieldName, boolean> = {
      imageSize: !isCount(imageSize, MAX_IMAGE_SIZE),
      background: !/^#[0-9a-f]{6}$/i.test(background),
      classes: classes.length > 0 && classes.every(({ name }) => dropped.has(name)),
      limit: limited && !isCount(limit, Number.MAX_SAFE_INTEGER),
      holdOut: !(holdOutPercent >= 0 && holdOutPercent <= MAX_HOLD_OUT_PERCENT),
    }
    return (Object.keys(wrong) as FieldName[]).filter((name) => wrong[name])
  })

  /** Undefined while a field is invalid. */
  readonly value = $derived.by((): Preparation | undefined => {
    if (this.invalid.length > 0) return undefined
    const { imageSize, channels, fit, filter, duplicates } = this
    const kept = this.classes.map(({ name }) => name).filter((name) => !this.dropped.has(name))
    return {
      ...{ imageSize, channels, fit, filter, duplicates },
      background: this.background.toLowerCase(),
      holdOut: this.holdOutPercent / 100,
      ...(kept.length === this.classes.length ? {} : { classes: kept }),
      ...(this.limited ? { limit: this.limit } : {}),
    }
  })

  toggleClass(name: string): void {
    if (!this.dropped.delete(name)) this.dropped.add(name)
  }
  keepAll(): void {
    this.dropped.clear()
  }
  keepNone(): void {
    for (const { name } of this.classes) this.dropped.add(name)
  }
}

const isCount = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most
