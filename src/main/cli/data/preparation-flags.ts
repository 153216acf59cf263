import { Option } from 'commander'
import type { Command } from 'commander'
import {
  fits,
  MAX_IMAGE_SIZE,
  preparationSchema,
  resizeFilters,
} from '../../../contract/datasets/preparation'
import type { Preparation } from '../../../contract/datasets/preparation'
import { sourceKinds } from '../../../contract/datasets/source'
import type {
  SourceDescription,
  SourceKind,
  SourceOptions,
} from '../../../contract/datasets/source'
import { suggestedSize } from '../../../contract/datasets/suggest'
import { StudioError } from '../../../contract/errors'
import { filled, listOf, realNumber, wholeNumber } from '../flags'

export interface SourceFlags {
  kind?: SourceKind
  set?: string
  transpose?: boolean
  layout?: 'NHWC' | 'NCHW' | 'NHW'
  range?: [number, number]
  cell?: NonNullable<SourceOptions['cell']>
  labels?: 'fine' | 'coarse'
}

export interface PreparationFlags {
  imageSize?: number
  channels?: '1' | '3'
  fit?: Preparation['fit']
  filter?: Preparation['filter']
  background?: string
  classes?: string[]
  limit?: number
  holdOut?: number
  duplicates?: Preparation['duplicates']
}

/** Flags for facts about a source that its files do not state. */
export function addSourceFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--kind <kind>', 'read the path as this kind of source').choices(sourceKinds),
    )
    .option(
      '--set <file>',
      'which data set of a folder to use: the path of its images file',
      filled('--set'),
    )
    .option('--transpose', 'exchange rows and columns, as EMNIST needs')
    .addOption(
      new Option('--layout <axes>', "order of an array's axes").choices(['NHWC', 'NCHW', 'NHW']),
    )
    .option('--range <black,white>', 'values of black and white in an array of floats', rangeOf)
    .option(
      '--cell <size>',
      'cut one large image into cells: WxH, WxH+GAP or WxH+GAP+MARGIN',
      cellOf,
    )
    .addOption(
      new Option('--labels <which>', 'which labels of CIFAR-100 to use').choices([
        'fine',
        'coarse',
      ]),
    )
}

/** Flags for how the images of a source are prepared. */
export function addPreparationFlags(command: Command): Command {
  return command
    .option(
      '--image-size <pixels>',
      'height and width (default: 28, 32 or 64, whichever suits the images)',
      wholeNumber('--image-size', 1, MAX_IMAGE_SIZE),
    )
    .addOption(
      new Option('--channels <n>', '1 grey, 3 colour (default: as in the source)').choices([
        '1',
        '3',
      ]),
    )
    .addOption(
      new Option('--fit <how>', 'make images square: crop, add a border or distort').choices(fits),
    )
    .addOption(new Option('--filter <name>', 'how images are resized').choices(resizeFilters))
    .option('--background <colour>', 'colour behind transparent pixels and of borders, as #rrggbb')
    .option(
      '--classes <names>',
      'classes to keep, separated by commas',
      listOf(filled('--classes')),
    )
    .option('--limit <count>', 'use at most this many images', wholeNumber('--limit', 1))
    .option(
      '--hold-out <share>',
      'share of the images to hold out of training, for measuring',
      realNumber('--hold-out', 0, 0.5),
    )
    .addOption(
      new Option('--duplicates <what>', 'images identical to an earlier one').choices([
        'keep',
        'skip',
      ]),
    )
}

export function sourceOptionsOf(flags: SourceFlags): SourceOptions {
  const { kind, set, transpose, layout, range, cell, labels } = flags
  return withoutUndefined({ kind, set, transpose, layout, range, cell, labels })
}

/** The preparation that the flags request, with defaults that suit the source. */
export function preparationOf(
  flags: PreparationFlags,
  { sizes, colour }: Pick<SourceDescription, 'sizes' | 'colour'>,
): Preparation {
  const { imageSize = suggestedSize(sizes), channels, ...rest } = flags
  const { fit, filter, background, classes, limit, holdOut, duplicates } = rest
  const result = preparationSchema.safeParse(
    withoutUndefined({
      ...{ imageSize, channels: channels === undefined ? (colour ? 3 : 1) : Number(channels) },
      ...{ fit, filter, classes, limit, holdOut, duplicates },
      background: background?.toLowerCase(),
    }),
  )
  if (result.success) return result.data
  // The other flags were checked when they were parsed.
  throw new StudioError('usage', `--background must be a colour such as #ffffff`)
}

function withoutUndefined<T extends object>(
  values: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]: Exclude<T[K], undefined> }
}

function rangeOf(text: string): [number, number] {
  const [black, white, ...rest] = text.split(',').map((part) => Number(part.trim() || NaN))
  const isRange = black !== undefined && white !== undefined && rest.length === 0
  if (isRange && Number.isFinite(black) && Number.isFinite(white) && black !== white) {
    return [black, white]
  }
  throw new StudioError('usage', `--range must be two numbers, such as -1,1, not "${text}"`)
}

function cellOf(text: string): NonNullable<SourceOptions['cell']> {
  const [, width, height, gap = '0', margin = '0'] =
    /^(\d{1,5})x(\d{1,5})(?:\+(\d{1,4}))?(?:\+(\d{1,4}))?$/i.exec(text.trim()) ?? []
  const cell = {
    width: Number(width),
    height: Number(height),
    gap: Number(gap),
    margin: Number(margin),
  }
  if (cell.width > 0 && cell.height > 0) return cell
  throw new StudioError('usage', `--cell must be a size such as 64x64 or 64x64+2, not "${text}"`)
}
