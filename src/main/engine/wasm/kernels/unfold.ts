import { i32 } from '../assembler/instructions'
import type { FunctionBody, Local, ModuleBuilder } from '../assembler/module'
import { i32s, overValues } from './elementwise'

/*
 * im2col and col2im: conversion between images and the matrices whose product is a convolution
 * (Chellapilla et al., 2006). Channels are last, so the values under one row of the filter are
 * contiguous in the image as well as in the matrix.
 */

/*
 * The number of images and their size, the filter, its stride and padding, and the number of its
 * positions down and across.
 */
const sizes = [
  'images',
  ...(['height', 'width', 'channels', 'kernel'] as const),
  ...(['stride', 'padding', 'down', 'across'] as const),
] as const

/**
 * Writes the values under the filter at each position of each image as one row, with zeros outside
 * the image.
 */
export function defineUnfold(module: ModuleBuilder) {
  const line = i32s('from', 'to', 'before', 'within', 'after')
  const copyLine = module.define('copyLine', line, ({ from, to, before, within, after }, f) => {
    const clear = (count: Local<'i32'>): void =>
      overValues(f, count, [to], (lanes) => () => f.do(lanes.store(to, lanes.splat(0))))
    clear(before)
    overValues(f, within, [from, to], (lanes) => () => f.do(lanes.store(to, lanes.load(from))))
    clear(after)
  })
  return module.define('unfold', i32s('image', 'matrix', ...sizes), (p, f) => {
    eachLine(f, p, ({ image: from, before, within, after }) =>
      f.call(copyLine, { from, to: p.matrix, before, within, after }),
    )
  })
}

/** The transpose of unfold: adds each value of the rows to the pixel that it came from. */
export function defineFold(module: ModuleBuilder) {
  const line = i32s('from', 'to', 'count')
  const addLine = module.define('addLine', line, ({ from, to, count }, f) =>
    overValues(f, count, [from, to], (lanes) => () => {
      f.do(lanes.store(to, lanes.add(lanes.load(to), lanes.load(from))))
    }),
  )
  return module.define('fold', i32s('image', 'matrix', ...sizes), (p, f) => {
    eachLine(f, p, ({ image: to, before, within: count }) =>
      f.call(addLine, { from: i32.add(p.matrix, i32.shl(before, 2)), to, count }),
    )
  })
}

/** One row of the filter at one position. */
interface Line {
  /** The address of its first value within the image. */
  image: Local<'i32'>
  /** How many of its values are left of the image, within it, and right of it. */
  before: Local<'i32'>
  within: Local<'i32'>
  after: Local<'i32'>
}

/**
 * Iterates over every row of the filter at every position of every image, advancing `matrix` and
 * `image`.
 */
function eachLine(
  f: FunctionBody,
  p: Readonly<Record<(typeof sizes)[number] | 'image' | 'matrix', Local<'i32'>>>,
  write: (line: Line) => void,
): void {
  const [row, column, filterRow] = [f.local('i32'), f.local('i32'), f.local('i32')]
  const [left, first, columns] = [f.local('i32'), f.local('i32'), f.local('i32')]
  const [image, imageRow] = [f.local('i32'), f.local('i32')]
  const [before, within, after] = [f.local('i32'), f.local('i32'), f.local('i32')]
  const lineLength = f.let(i32.mul(p.kernel, p.channels))

  const writeLine = (): void => {
    f.set(imageRow, i32.add(i32.sub(i32.mul(row, p.stride), p.padding), filterRow))
    // A row above the image is a huge number, since numbers are unsigned here.
    f.if(
      i32.lt(imageRow, p.height),
      () => {
        const pixel = i32.add(i32.mul(imageRow, p.width), i32.add(left, first))
        f.set(image, i32.add(p.image, i32.shl(i32.mul(pixel, p.channels), 2)))
        f.set(before, i32.mul(first, p.channels))
        f.set(within, i32.mul(columns, p.channels))
      },
      () => {
        f.set(before, lineLength)
        f.set(within, 0)
      },
    )
    f.set(after, i32.sub(lineLength, i32.add(before, within)))
    write({ image, before, within, after })
    f.advance(p.matrix, i32.shl(lineLength, 2))
  }

  const imageBytes = f.let(i32.shl(i32.mul(i32.mul(p.height, p.width), p.channels), 2))
  f.while(
    () => p.images,
    () => {
      f.set(row, 0)
      f.for(row, p.down, 1, () => {
        f.set(column, 0)
        f.for(column, p.across, 1, () => {
          f.set(left, i32.sub(i32.mul(column, p.stride), p.padding))
          f.set(first, i32.min(i32.max(i32.sub(0, left), 0), p.kernel))
          const end = i32.min(i32.sub(p.width, left), p.kernel)
          f.set(columns, i32.sub(i32.max(end, first), first))
          f.set(filterRow, 0)
          f.for(filterRow, p.kernel, 1, writeLine)
        })
      })
      f.advance(p.image, imageBytes)
      f.set(p.images, i32.sub(p.images, 1))
    },
  )
}
