import { computed } from 'vue'
import { locale } from '#admin/i18n/i18n.ts'

const COMMON_CURRENCIES = ['RUB', 'KZT', 'BYN', 'EUR', 'USD', 'GBP']

/** Every currency to choose from, the usual ones and the present one first, and the sign of any. */
export function useCurrencies(present: () => string) {
  function signOf(code: string): string {
    const parts = new Intl.NumberFormat(locale.value, {
      style: 'currency',
      currency: code,
      currencyDisplay: 'narrowSymbol',
    }).formatToParts(0)
    return parts.find(({ type }) => type === 'currency')?.value ?? code
  }

  const currencies = computed(() => {
    const names = new Intl.DisplayNames(locale.value, { type: 'currency' })
    const first = [...new Set([...COMMON_CURRENCIES, present()])]
    const others = Intl.supportedValuesOf('currency').filter((code) => !first.includes(code))
    return [
      ...first.map((code) => ({ value: code, label: `${signOf(code)} ${names.of(code) ?? code}` })),
      ...others.map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` })),
    ]
  })
  return { currencies, signOf }
}
