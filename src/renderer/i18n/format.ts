import type { Language } from '../../contract/language'
import { isExtreme, measuredStyle, metricStyle, rateStyle } from '../../contract/magnitude'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

/** Locale-aware formatting of numbers, sizes and times. */
export class Formats {
  private readonly cache = new Map<string, Intl.NumberFormat>()

  constructor(readonly language: Language) {}

  /** Formats with thousands separators and up to `digits` decimals. */
  number(value: number, digits = 3): string {
    return this.numbers({ maximumFractionDigits: digits }).format(value)
  }

  /** Formats with exactly `digits` decimals, so that a changing figure keeps its width. */
  fixed(value: number, digits: number): string {
    const same = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    return this.numbers(same).format(value)
  }

  /** Formats with `digits` significant digits and abbreviates large numbers: 1.5M, 150万. */
  compact(value: number, digits = 3): string {
    return this.numbers({ notation: 'compact', maximumSignificantDigits: digits }).format(value)
  }

  /** Formats a measured value; see {@link measuredStyle}. */
  measured(value: number, digits: number): string {
    return this.numbers(measuredStyle(value, digits)).format(value)
  }

  /** Formats a metric's value; see {@link metricStyle}. */
  metric(value: number, decimals: number): string {
    return this.numbers(metricStyle(value, decimals)).format(value)
  }

  /** Formats a rate per second; see {@link rateStyle}. */
  rate(perSecond: number): string {
    return this.numbers(rateStyle(perSecond)).format(perSecond)
  }

  /**
   * Formats progress as a percentage, rounded down: 100% means complete.
   *
   * @param fraction 0 to 1
   */
  progress(fraction: number): string {
    const style = { style: 'percent', minimumFractionDigits: 1 } as const
    if (fraction >= 1) return this.numbers({ style: 'percent' }).format(1)
    // The epsilon compensates for binary rounding: 0.29 * 1000 is 289.99999999999994.
    return this.numbers(style).format(Math.floor(fraction * 1000 + 1e-9) / 1000)
  }

  /**
   * Formats an axis tick with enough digits to distinguish its neighbours.
   *
   * @param spacing distance between neighbouring ticks
   */
  tick(value: number, spacing: number): string {
    const size = Math.abs(value)
    const place = Math.floor(Math.log10(spacing))
    // One digit more than the spacing's magnitude: 12.5K and 15K are 2.5K apart.
    const digits = Math.max(1, Math.floor(Math.log10(Math.max(size, spacing))) - place + 2)
    if (value !== 0 && isExtreme(value, 4)) return this.scientific(value, digits)
    if (size < 10_000 || (digits > 4 && size < 1e9)) {
      return this.number(value, Math.max(0, 1 - place))
    }
    return this.compact(value, Math.min(digits, 8))
  }

  private scientific(value: number, digits: number): string {
    const style = { notation: 'scientific', maximumSignificantDigits: Math.min(digits, 8) } as const
    return this.numbers(style).format(value)
  }

  /** Formats a size in bytes with decimal units, as file managers do. */
  bytes(bytes: number): string {
    const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
    const unit = UNITS[power] ?? 'byte'
    const digits = power < 2 ? 0 : 1
    return this.numbers({
      style: 'unit',
      unit,
      // The short form of bytes is "0 byte" in English.
      unitDisplay: power === 0 ? 'long' : 'short',
      maximumFractionDigits: digits,
    }).format(bytes / 1000 ** power)
  }

  /** Formats a duration in seconds with its two largest units: 2h 5m, 45s. */
  duration(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds))
    const parts = [
      { unit: 'day', value: Math.floor(whole / 86_400) },
      { unit: 'hour', value: Math.floor(whole / 3600) % 24 },
      { unit: 'minute', value: Math.floor(whole / 60) % 60 },
      { unit: 'second', value: whole % 60 },
    ]
    const first = parts.findIndex(({ value }) => value > 0)
    const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2)
    return shown
      .filter(({ value }, i) => value > 0 || i === 0)
      .map(({ unit, value }) =>
        this.numbers({ style: 'unit', unit, unitDisplay: 'narrow' }).format(value),
      )
      .join(this.language === 'zh-CN' ? '' : ' ')
  }

  /** @param at ISO date-time */
  dateTime(at: string): string {
    const style = { dateStyle: 'medium', timeStyle: 'short' } as const
    return new Intl.DateTimeFormat(this.language, style).format(new Date(at))
  }

  /** @param at ISO date-time */
  date(at: string): string {
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium' }).format(new Date(at))
  }

  /** Formats the time of day, and the date unless it is that of `now`. @param at ISO date-time */
  moment(at: string, now = new Date()): string {
    const sameDay = new Date(at).toDateString() === now.toDateString()
    return sameDay ? this.time(at) : this.dateTime(at)
  }

  /** @param at ISO date-time */
  time(at: string): string {
    return new Intl.DateTimeFormat(this.language, { timeStyle: 'medium' }).format(new Date(at))
  }

  /** The formatter of a style, made once. */
  numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options)
    const known = this.cache.get(key)
    if (known !== undefined) return known
    const made = new Intl.NumberFormat(this.language, options)
    this.cache.set(key, made)
    return made
  }
}
