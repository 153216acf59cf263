import { expect, it } from 'vitest'
import type { OpAttribute, TensorflowBinding } from '../binding'
import { graphAttributes } from './attributes'

const binding = {
  ...{ TF_ATTR_STRING: 0, TF_ATTR_INT: 1, TF_ATTR_FLOAT: 2, TF_ATTR_BOOL: 3 },
  ...{ TF_ATTR_TYPE: 4, TF_ATTR_SHAPE: 5 },
} as TensorflowBinding

const graphAttributesOf = (...attributes: OpAttribute[]) =>
  graphAttributes(binding, { name: 'Strange', attributes })

it('attributes keep their types, including lists', () => {
  expect(
    graphAttributesOf(
      { name: 'strides', type: 1, value: [1, 2] },
      { name: 'axis', type: 1, value: -1 },
      { name: 'T', type: 4, value: 3 },
      { name: 'padding', type: 0, value: 'SAME' },
    ),
  ).toEqual({
    strides: { kind: 'ints', value: [1, 2] },
    axis: { kind: 'int', value: -1 },
    T: { kind: 'type', value: 3 },
    padding: { kind: 'string', value: 'SAME' },
  })
})

it.each<[string, OpAttribute]>([
  ['a list of types', { name: 'Tin', type: 4, value: [1, 3] }],
  ['a function', { name: 'Tin', type: 8, value: 'body' }],
])('%s is rejected, naming op and attribute', (_, attribute) => {
  expect(() => graphAttributesOf(attribute)).toThrow('the attribute Tin of Strange is a')
})
