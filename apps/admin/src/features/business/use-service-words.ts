import type { Service } from '@secretary/contracts/business.contract'
import { t } from '#admin/i18n/i18n.ts'
import { useFormat } from '#admin/i18n/use-format.ts'

/** Price and duration of a service as they are shown. */
export function useServiceWords() {
  const format = useFormat()
  return {
    priceOf({
      priceMinor,
      currency,
      isPriceFrom,
      unit,
    }: Pick<Service, 'priceMinor' | 'currency' | 'isPriceFrom' | 'unit'>) {
      if (priceMinor === null) return t('business.noPrice')
      const amount = format.value.money(priceMinor, currency)
      const from = isPriceFrom ? t('business.priceFrom', { amount }) : amount
      return unit ? t('business.pricePer', { amount: from, unit }) : from
    },
    durationOf: ({ durationMinutes }: Pick<Service, 'durationMinutes'>) =>
      durationMinutes === null ? '—' : format.value.duration(durationMinutes * 60),
  }
}
