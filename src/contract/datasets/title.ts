import { problemError } from '../errors'
import { MAX_NAME } from '../run'

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u
/** Spaces, and characters that show nothing, such as direction marks. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu

/**
 * Checks the title of a data set.
 *
 * @returns it without spaces around it
 * @throws StudioError `usage` if it has no visible characters, has line breaks or is longer than
 *   `MAX_NAME`
 */
export function checkedTitle(text: string): string {
  const where = 'title'
  const title = text.trim()
  const { length } = title
  if (length > MAX_NAME) {
    throw problemError('usage', 'titleTooLong', { count: length, most: MAX_NAME }, { where })
  }
  if (title.replace(INVISIBLE, '') === '') throw problemError('usage', 'titleEmpty', {}, { where })
  if (CONTROL.test(title)) throw problemError('usage', 'titleLineBreak', {}, { where })
  return title
}
