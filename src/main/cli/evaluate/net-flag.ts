import fs from 'node:fs'
import path from 'node:path'
import { StudioError } from '../../../contract/errors'
import { builtInNets } from '../../../contract/feature-nets/choice'
import type { FeatureNetChoice } from '../../../contract/feature-nets/choice'
import { quoted } from '../flags'

/**
 * Parser for a feature net: the name of one of the studio's, `dataset` for the data set's own, or the
 * path of a net's folder.
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
