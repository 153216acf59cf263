import { filterFields } from '../../../../contract/filter/fields'
import { matcher } from '../../../../contract/filter/match'
import { parseFilter } from '../../../../contract/filter/parse'

/** The code for filtering by conditions; loaded with the first of them, not with the page. */
export const filterEngine = { parse: parseFilter, matcher, fields: filterFields }
export type FilterEngine = typeof filterEngine
