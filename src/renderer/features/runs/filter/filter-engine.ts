import { filterFields } from '../../../../contract/filter/fields'
import { matcher } from '../../../../contract/filter/match'
import { parseFilter } from '../../../../contract/filter/parse'

/** What filters by conditions need; loaded with the first of them, not with the page. */
export const filterEngine = { parse: parseFilter, matcher, fields: filterFields }
export type FilterEngine = typeof filterEngine
