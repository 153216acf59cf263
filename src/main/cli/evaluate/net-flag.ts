import fs from 'node:fs'
import path from 'node:path'
import { StudioError } from '../../../contract/errors'
import { builtInNets } from '../../../contract/feature-nets/choice'
import type { FeatureNetChoice } from '../../../contract/feature-nets/choice'
import { quoted } from '../flags'

/**
 * Parser for a feature net: the name of one that comes with the studio, `dataset` for the one
 * trained on the data set, or the path of a folder.
 */
export function featureNet(flag: string) {
  return (text: string): FeatureNetChoice => {
    const known = builtInNets.find((id) => id === text)
    if (known !== undefined) return { id: known }
    if (text === 'dataset') return { id: 'dataset' }
    if (text !== '' && fs.existsSync(text)) return { id: 'folder', path: path.resolve(text) }
    const names = [...builtInNets, 'dataset'].join(', ')
    throw new StudioError(
      'usage',
      `${flag} must be one of ${names}, or a folder, not ${quoted(text)}`,
    )
  }
}
