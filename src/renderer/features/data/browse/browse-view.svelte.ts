import { datasetParts } from '../../../../contract/datasets/detail'
import type { DatasetDetail, DatasetPartName } from '../../../../contract/datasets/detail'
import type { ClassCount } from '../../../../contract/datasets/source'
import { sheetUrl } from '../../../images/resources'
import { cellSize, imagesPerSheet, sheetsWith, sheetWith } from './image-grid'
import type { Sheet, Size } from './image-grid'

/** A class to show, with its number in the part. */
export interface ClassChoice extends ClassCount {
  number: number
}

/** The choice of a data set's images to look at: a part, and a class if it has labels. */
export class BrowseView {
  private chosenPart = $state<DatasetPartName>('train')
  private chosenClass = $state<number | undefined>(undefined)
  /** The index of the image that the keys have moved to, among those that are shown. */
  private chosenImage = $state(0)

  constructor(private readonly detail: () => DatasetDetail) {}

  readonly parts = $derived.by((): readonly DatasetPartName[] =>
    datasetParts.filter((part) => part === 'train' || this.detail().listing.holdOut > 0),
  )
  /** The part that is shown; the first one if the data set has lost the chosen one. */
  readonly part = $derived.by(() =>
    this.parts.includes(this.chosenPart) ? this.chosenPart : ('train' as const),
  )
  /** The classes of the part; empty without labels. */
  readonly classes = $derived.by((): readonly ClassChoice[] =>
    (this.detail().classes?.[this.part] ?? []).map((one, number) => ({ ...one, number })),
  )
  /** Undefined for all classes. */
  readonly class = $derived.by(() => this.classes.find(({ number }) => number === this.chosenClass))
  /** The number of images of the part, in all classes. */
  readonly total = $derived.by(() => {
    const { images, holdOut } = this.detail().listing
    return this.part === 'train' ? images : holdOut
  })
  readonly count = $derived.by(() => this.class?.images ?? this.total)
  readonly active = $derived.by(() => Math.max(0, Math.min(this.chosenImage, this.count - 1)))

  /** The size of an image in pixels, and in CSS pixels as it is shown. */
  readonly size = $derived.by((): Size => {
    const { width, height } = this.detail().listing
    return { width, height }
  })
  readonly cell = $derived.by(() => cellSize(this.size))
  private readonly perSheet = $derived.by(() => imagesPerSheet(this.size))

  choosePart(part: DatasetPartName): void {
    this.chosenPart = part
    this.chosenImage = 0
  }
  /** @param number undefined for all classes */
  chooseClass(number: number | undefined): void {
    this.chosenClass = number
    this.chosenImage = 0
  }
  moveTo(index: number): void {
    this.chosenImage = index
  }

  /** The sheet that has an image. */
  sheetOf(index: number): Sheet {
    return sheetWith(index, this.perSheet, this.count)
  }

  urlOf({ from, count }: Sheet): string {
    const { part, class: only } = this
    const dataset = this.detail().listing.name
    return sheetUrl({ dataset, part, from, count, class: only?.number })
  }

  /** The URLs of the sheets with the images from `first` to `end - 1`. */
  urlsOf(first: number, end: number): string[] {
    return sheetsWith(first, end, this.perSheet, this.count).map((sheet) => this.urlOf(sheet))
  }
}
