import { datasetDocumentSchema } from '../../../contract/datasets/document'
import { writeFileAtomic } from '../files/atomic'
import { rewrite } from '../files/rewrite'
import { documentFile } from './paths'
import { requirePrepared } from './read-document'

/** Gives a data set another title, and leaves the rest of its document as it is. */
export async function renameDataset(dir: string, title: string): Promise<void> {
  const { raw, document } = await requirePrepared(dir)
  const next = datasetDocumentSchema.parse({ ...document, name: title })
  const text = JSON.stringify(rewrite(raw, document, next), null, 2)
  await writeFileAtomic(documentFile(dir), `${text}\n`)
}
