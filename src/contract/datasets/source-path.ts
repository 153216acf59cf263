import type { ErrorReport } from '../errors'

/** The folder of an upload in a data folder; see storage/uploads. */
const UPLOAD_FOLDER = /^.*[\\/]uploads[\\/][0-9a-f]{24}[\\/](?=[^\\/])/

/** The path of a source as it is shown: of an uploaded file, only its name. */
export const shownPath = (path: string): string => path.replace(UPLOAD_FOLDER, '')

/** An error about a source, which may be an uploaded file. */
export const withShownPath = (report: ErrorReport): ErrorReport =>
  report.where === undefined ? report : { ...report, where: shownPath(report.where) }
