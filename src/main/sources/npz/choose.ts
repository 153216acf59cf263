import { problemError } from '../../../contract/errors'
import { listed, shortened } from '../shortened'
import type { Member } from './arrays-of'
import { shapeText } from './npy-header'

/** Arrays of images for one purpose, and their labels. */
interface Pair {
  images: Member
  labels: Member | undefined
}

export interface Chosen extends Pair {
  /** Test images. */
  held: Pair[]
}

interface Naming {
  images: string
  labels: readonly string[]
  held: readonly (readonly [images: string, labels: string])[]
}

/** Names in use for arrays of images and labels, in lower case; the first that exist are used. */
const namings: readonly Naming[] = [
  {
    images: 'train_images',
    labels: ['train_labels'],
    held: [
      ['val_images', 'val_labels'],
      ['test_images', 'test_labels'],
    ],
  },
  {
    images: 'x_train',
    labels: ['y_train'],
    held: [
      ['x_val', 'y_val'],
      ['x_test', 'y_test'],
    ],
  },
  { images: 'train_x', labels: ['train_y'], held: [['test_x', 'test_y']] },
  { images: 'images_train', labels: ['labels_train'], held: [['images_test', 'labels_test']] },
  { images: 'images', labels: ['labels', 'targets', 'y'], held: [['test_images', 'test_labels']] },
  { images: 'imgs', labels: ['labels', 'targets', 'y'], held: [] },
  { images: 'data', labels: ['labels', 'targets', 'target', 'y'], held: [] },
  { images: 'x', labels: ['y', 'labels'], held: [['x_test', 'y_test']] },
  { images: 'arr_0', labels: ['arr_1'], held: [] },
]
const known = new Set(
  namings.flatMap(({ images, labels, held }) => [images, ...labels, ...held.flat()]),
)

/** Reports whether an array of this name may belong to a data set. */
export const isKnownName = (name: string): boolean => known.has(name.toLowerCase())

/** Maximum arrays that are opened. */
const MAX_TRIED = 64

/**
 * Chooses the arrays of a data set: by the name of its images if `set` gives it, else by known
 * names, else the only array with 3 or 4 dimensions.
 *
 * @throws StudioError `data` listing the arrays, if none or several are possible
 */
export async function chooseArrays(
  members: readonly Member[],
  { set, path, signal }: { set: string | undefined; path: string; signal: AbortSignal },
): Promise<Chosen> {
  const byName = new Map(members.map((member) => [member.name.toLowerCase(), member]))
  if (set !== undefined) {
    const images = members.find(({ name }) => name === set) ?? byName.get(set.toLowerCase())
    if (images === undefined) {
      const given = { set: shortened(set), sets: listed(members.map(({ name }) => name)) }
      throw problemError('data', 'arrayNotThere', given, { where: path })
    }
    return pairsOf(images, byName)
  }
  const naming = namings.find(({ images }) => byName.has(images))
  const images = byName.get(naming?.images ?? '')
  return pairsOf(images ?? (await onlyImages(members, path, signal)), byName)
}

function pairsOf(images: Member, byName: ReadonlyMap<string, Member>): Chosen {
  const name = images.name.toLowerCase()
  const naming = namings.find((one) => one.images === name)
  if (naming === undefined) {
    const [, labels = ''] =
      namings.flatMap(({ held }) => held).find(([held]) => held === name) ?? []
    return { images, labels: byName.get(labels), held: [] }
  }
  const labels = naming.labels.find((one) => byName.has(one)) ?? ''
  const held = naming.held.flatMap(([heldImages, heldLabels]) => {
    const member = byName.get(heldImages)
    return member === undefined ? [] : [{ images: member, labels: byName.get(heldLabels) }]
  })
  return { images, labels: byName.get(labels), held }
}

async function onlyImages(
  members: readonly Member[],
  path: string,
  signal: AbortSignal,
): Promise<Member> {
  const possible: Member[] = []
  const shapes: string[] = []
  for (const member of members.slice(0, MAX_TRIED)) {
    const { shape } = await member.open(signal)
    shapes.push(`${shortened(member.name)} ${shapeText(shape)}`)
    if (shape.length === 3 || shape.length === 4) possible.push(member)
  }
  const [only, ...others] = possible
  if (only !== undefined && others.length === 0) return only
  const given = { arrays: listed(shapes) }
  throw problemError('data', only === undefined ? 'npzWithoutImages' : 'npzSeveralArrays', given, {
    where: path,
  })
}
