import type { Service } from '@secretary/contracts/business.contract'
import { formatMoney } from '@secretary/contracts/money'
import type { Language } from '@secretary/contracts/scalars'

/** `от 3 500 ₽ за процедуру`, `from RUB 3,500 per session`; null while the owner has named no price. */
export function describePrice({ priceMinor, currency, isPriceFrom, unit }: Service, language: Language): string | null {
  if (priceMinor === null) return null
  const amount = formatMoney(priceMinor, currency, language === 'ru' ? 'ru-RU' : 'en-GB')
  const from = isPriceFrom ? (language === 'ru' ? 'от ' : 'from ') : ''
  const per =
    unit === null || unit.trim() === '' ? '' : language === 'ru' ? ` за ${unit.trim()}` : ` per ${unit.trim()}`
  return `${from}${amount}${per}`
}

/** `1 ч 30 мин`, `1 h 30 min`; null where it is not known. */
export function describeDuration({ durationMinutes }: Service, language: Language): string | null {
  if (durationMinutes === null) return null
  const [hour, minute] = language === 'ru' ? ['ч', 'мин'] : ['h', 'min']
  const [hours, minutes] = [Math.floor(durationMinutes / 60), durationMinutes % 60]
  return [hours > 0 && `${hours} ${hour}`, minutes > 0 && `${minutes} ${minute}`].filter(Boolean).join(' ')
}
