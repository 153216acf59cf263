import type { builtInNets, FeatureNetChoice } from '../../../contract/feature-nets/choice'
import type { FeatureNet, NetImages } from './feature-net'
import { openFolderNet } from './folder-net'
import { bundledNetDirectory } from '../../storage/feature-nets/paths'
import { openPixels } from './weak/pixels'
import { openRandomConv } from './weak/random-conv'

/** The images to compute features of, and where the bundled nets are. */
export interface NetPlace extends NetImages {
  /** Folders of data sets; the bundled nets are next to the first. */
  datasetsDirs: readonly string[]
  /** Threads for runtimes other than the open engine. @defaultValue 1 */
  threads?: number | undefined
}

/** A choice of net, in which a data set's own net is already given as its folder. */
export type FoundNet = Exclude<FeatureNetChoice, { id: 'dataset' }>

type Open = (place: NetPlace) => Promise<FeatureNet>

const bundled =
  (id: string): Open =>
  (place) =>
    openFolderNet(bundledNetDirectory(id, place.datasetsDirs), place)

/** The studio's own nets. */
export const featureNetKinds: Readonly<Record<(typeof builtInNets)[number], Open>> = {
  'lenet-mnist': bundled('lenet-mnist'),
  'lenet-fashion': bundled('lenet-fashion'),
  pixels: (place) => Promise.resolve(openPixels(place)),
  'random-conv': (place) => Promise.resolve(openRandomConv(place)),
}

/**
 * Opens a feature net on the open engine of this process. Dispose of it after use.
 *
 * @throws StudioError `data` if its files are missing or changed; `usage` if it is for images of
 *   another size or number of channels; `engine` if the runtime that it needs is missing
 */
export const openFeatureNet = async (choice: FoundNet, place: NetPlace): Promise<FeatureNet> =>
  choice.id === 'folder'
    ? withOwnId(await openFolderNet(choice.path, place))
    : featureNetKinds[choice.id](place)

/** A net from a folder, whose id in protocols must not be that of one of the studio's own nets. */
function withOwnId(net: FeatureNet): FeatureNet {
  const { id } = net.identity
  if (!Object.hasOwn(featureNetKinds, id)) return net
  return { ...net, identity: { ...net.identity, id: `folder.${id}` } }
}
