/* Illustrative curves, not measurements. */

export type SketchKind = 'healthy' | 'collapse' | 'overpowered' | 'swinging'

interface Sketch {
  /** D(x) and D(G(z)) over the course of training; time and values from 0 to 1. */
  dReal: (time: number) => number
  dFake: (time: number) => number
  /** The digits of a 3 by 3 sample grid; a point is an image of noise. */
  digits: string
}

const wobble = (time: number, speed: number, by: number): number =>
  by * (Math.sin(time * speed) + 0.6 * Math.sin(time * speed * 2.7 + 1))

export const sketches: Record<SketchKind, Sketch> = {
  healthy: {
    dReal: (time) => 0.5 + 0.4 * Math.exp(-time * 3) + 0.08 + wobble(time, 40, 0.02),
    dFake: (time) => 0.5 - 0.4 * Math.exp(-time * 3) - 0.1 + wobble(time, 37, 0.02),
    digits: '729403186',
  },
  collapse: {
    dReal: (time) => 0.62 + wobble(time, 22, 0.1),
    dFake: (time) => 0.36 + wobble(time, 18, 0.16),
    digits: '111111111',
  },
  overpowered: {
    dReal: (time) => 1 - 0.48 * Math.exp(-time * 9) + wobble(time, 40, 0.004),
    dFake: (time) => 0.48 * Math.exp(-time * 9) + 0.01 + wobble(time, 43, 0.004),
    digits: '.........',
  },
  swinging: {
    dReal: (time) => 0.55 + 0.36 * Math.sin(time * 26),
    dFake: (time) => 0.45 + 0.36 * Math.sin(time * 26 + 2.4),
    digits: '3.1.71.8.',
  },
}

/** Returns a curve's SVG polyline points in a box of the given size, with 0 at the bottom. */
export function polyline(curve: (time: number) => number, width: number, height: number): string {
  const points: string[] = []
  for (let i = 0; i <= 80; i++) {
    const value = Math.min(1, Math.max(0, curve(i / 80)))
    points.push(`${((i / 80) * width).toFixed(1)},${((1 - value) * height).toFixed(1)}`)
  }
  return points.join(' ')
}

/** Returns the light squares of a 6 by 6 image of noise, pseudorandom by `n`. */
export function noise(n: number): { x: number; y: number }[] {
  const squares: { x: number; y: number }[] = []
  for (let i = 0; i < 36; i++) {
    const chance = Math.sin((i + 1) * 12.9898 + n * 78.233) * 43_758.5453
    if (chance - Math.floor(chance) > 0.6) squares.push({ x: i % 6, y: Math.floor(i / 6) })
  }
  return squares
}
