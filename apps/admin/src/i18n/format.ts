import { formatMoney } from '@secretary/contracts/money'
import type { Language } from '@secretary/contracts/scalars'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

const unitWords = {
  ru: { hour: 'ч', minute: 'мин', second: 'с', bytes: ['Б', 'КБ', 'МБ', 'ГБ', 'ТБ'] },
  en: { hour: 'h', minute: 'min', second: 's', bytes: ['B', 'KB', 'MB', 'GB', 'TB'] },
} as const

export interface Format {
  /** `1 234,5` */
  number(value: number, options?: Intl.NumberFormatOptions): string
  /** `12 %`, from a share of 0 to 1. */
  percent(share: number): string
  /** `1 990 ₽`; kopecks only when there are any. */
  money(amountMinor: number, currency: string): string
  /** `22 ноября, 14:05`; with the year when it is another one. */
  dateTime(value: string | Date): string
  /** `22 ноября`; with the year when it is another one. */
  date(value: string | Date): string
  /** `14:05` */
  time(value: string | Date): string
  /** `5 минут назад` under a day, then as `dateTime`. */
  relative(value: string | Date): string
  /** `2 мин 5 с`, `1 ч 10 мин` */
  duration(seconds: number): string
  /** `4,2 МБ` */
  fileSize(sizeBytes: number): string
}

export interface FormatOptions {
  readonly language: Language
  /** IANA name of the business's zone. @default the browser's zone */
  readonly timeZone?: string
  readonly now: () => Date
}

/** How numbers, money and times are written for people. */
export function createFormat({ language, timeZone, now }: FormatOptions): Format {
  const zone = timeZone === undefined ? {} : { timeZone }
  const asDate = (value: string | Date) => (typeof value === 'string' ? new Date(value) : value)
  const yearOf = (value: Date) => new Intl.DateTimeFormat('en', { ...zone, year: 'numeric' }).format(value)

  function number(value: number, options: Intl.NumberFormatOptions = {}): string {
    return new Intl.NumberFormat(language, options).format(value)
  }
  function date(value: string | Date): string {
    const day = asDate(value)
    const year = yearOf(day) === yearOf(now()) ? {} : ({ year: 'numeric' } as const)
    return new Intl.DateTimeFormat(language, { ...zone, ...year, day: 'numeric', month: 'long' }).format(day)
  }
  function time(value: string | Date): string {
    return new Intl.DateTimeFormat(language, { ...zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
      asDate(value),
    )
  }
  const dateTime = (value: string | Date) => `${date(value)}, ${time(value)}`

  return {
    number,
    date,
    time,
    dateTime,
    percent: (share) => number(share, { style: 'percent', maximumFractionDigits: 1 }),
    money: (amountMinor, currency) => formatMoney(amountMinor, currency, language),
    relative(value) {
      const passedMs = asDate(value).getTime() - now().getTime()
      if (Math.abs(passedMs) >= DAY_MS) return dateTime(value)
      const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
      if (Math.abs(passedMs) < MINUTE_MS) return relative.format(0, 'second')
      if (Math.abs(passedMs) < HOUR_MS) return relative.format(Math.trunc(passedMs / MINUTE_MS), 'minute')
      return relative.format(Math.trunc(passedMs / HOUR_MS), 'hour')
    },
    duration: (seconds) => formatDuration(seconds, language),
    fileSize: (sizeBytes) => formatFileSize(sizeBytes, language),
  }
}

function formatDuration(totalSeconds: number, language: Language): string {
  const words = unitWords[language]
  const whole = Math.max(0, Math.round(totalSeconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const seconds = whole % 60
  const parts = [
    hours > 0 && `${hours}\u00a0${words.hour}`,
    minutes > 0 && `${minutes}\u00a0${words.minute}`,
    // Nobody counts the seconds of an hour.
    hours === 0 && (seconds > 0 || minutes === 0) && `${seconds}\u00a0${words.second}`,
  ]
  return parts.filter((part) => part !== false).join(' ')
}

function formatFileSize(sizeBytes: number, language: Language): string {
  const units = unitWords[language].bytes
  let value = sizeBytes
  let step = 0
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000
    step++
  }
  const digits = step === 0 || value >= 100 ? 0 : 1
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)}\u00a0${units[step] ?? ''}`
}
