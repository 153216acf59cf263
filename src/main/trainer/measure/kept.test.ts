import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import { listEvaluations, writeEvaluation } from '../../storage/evaluations/evaluations'
import { filesBelow, tempDir } from '../../storage/testing/temp-dir'
import { kept } from './kept'

const result = (key: string, value = 1) => ({ key, value, details: {}, protocol: {} })
const fid = madeUpEvaluation({ results: [result('fid')], pass: 'cheap' })
const kid = madeUpEvaluation({ results: [result('kid')] })

describe('what was measured', () => {
  it('is merged with what is stored when it is written, not with what was read before', async () => {
    const store = tempDir()
    await writeEvaluation(store, fid)
    const { evaluation, file } = await kept({ store }, kid, undefined)
    expect(evaluation.results.map(({ key }) => key)).toEqual(['fid', 'kid'])
    expect(evaluation.pass).toBe('cheap')
    expect((await listEvaluations(store)).evaluations).toEqual([evaluation])
    expect(file).toContain('evaluations')
  })

  it('is not stored unless that is requested', async () => {
    expect(await kept({}, kid, undefined)).toEqual({ evaluation: kid })
  })

  it('is returned with the error if it cannot be stored', async () => {
    const store = tempDir()
    // A file in place of the folder: unlike missing permissions, it also stops root.
    fs.writeFileSync(join(store, 'evaluations'), '')
    const { evaluation, file, notStored } = await kept({ store }, kid, fid)
    expect(evaluation.results.map(({ key }) => key)).toEqual(['fid', 'kid'])
    expect(file).toBeUndefined()
    expect(notStored).toMatchObject({ problem: { code: 'evaluationNotStored' } })
    expect(notStored?.message).toContain('could not be stored:')
    expect(filesBelow(store)).toEqual(['evaluations'])
  })
})
