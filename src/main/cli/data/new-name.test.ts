import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { freeNameLike, refuseUsedName } from './new-name'

const used = {
  datasets: [
    { name: 'mnist', title: 'mnist' },
    { name: 'birds', title: 'Garden birds' },
    { name: 'birds-2', title: 'birds 2' },
  ],
  imports: [{ id: 'flags', name: 'Flags' }],
}

describe('freeNameLike', () => {
  it.each([
    ['cats', 'cats'],
    ['mnist', 'mnist 2'],
    // Its folder's name is taken, though no data set has this title.
    ['birds', 'birds 3'],
    ['Garden birds', 'Garden birds 2'],
    ['flags', 'flags 2'],
  ])('for %s is %s', (suggested, name) => {
    expect(freeNameLike(suggested, used)).toBe(name)
  })
})

describe('refuseUsedName', () => {
  const refused = (name: string) => failureOf(async () => refuseUsedName(name, used))

  it.each(['mnist', 'MNIST', 'Garden birds', 'birds', 'birds 2'])('refuses %s', async (name) => {
    const { code, where, remedy } = await refused(name)
    expect([code, where]).toEqual(['usage', '--name'])
    expect(remedy).toMatch(/another --name.*data remove (mnist|birds|birds-2)$/)
  })

  it.each([
    ['birds', 'The data set birds has the name "birds" already'],
    ['Garden birds', 'The data set birds has the name "Garden birds" already'],
    [
      'Birds!',
      'The folder of "Birds!" would be birds, which is that of the data set "Garden birds"',
    ],
    [
      'Flags?',
      'The folder of "Flags?" would be flags, which is that of the unfinished import "Flags"',
    ],
  ])('says why it refuses %s', async (name, message) => {
    expect((await refused(name)).message).toBe(message)
  })

  it('refuses the name of an unfinished import, and says how to continue it', async () => {
    expect((await refused('flags')).remedy).toContain('data continue flags')
  })

  it('leaves other names alone', () => {
    expect(() => refuseUsedName('cats', used)).not.toThrow()
  })
})
