const knownDigits = new Map<string, number>()

/** Decimals of a currency: 2 of roubles, 0 of yen, 3 of Kuwaiti dinars. */
export function currencyDigits(currency: string): number {
  const known = knownDigits.get(currency)
  if (known !== undefined) return known
  const style = { style: 'currency', currency } as const
  const digits = new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2
  knownDigits.set(currency, digits)
  return digits
}

/** In the smallest unit of the currency: 1990.5 roubles are 199050 kopecks, 500 yen are 500 yen. */
export function toMinorUnits(amount: number, currency: string): number {
  // Fifteen digits are what a number holds for certain: 1.005 × 100 is 100.5 and not a hair less.
  return Math.round(Number((amount * 10 ** currencyDigits(currency)).toPrecision(15)))
}

/** 199050 kopecks are 1990.5 roubles. */
export const fromMinorUnits = (amountMinor: number, currency: string): number =>
  amountMinor / 10 ** currencyDigits(currency)

/** `1 990 ₽`, `1 990,50 ₽`, `500 ¥`: decimals all or none, as the currency has them. */
export function formatMoney(amountMinor: number, currency: string, locale: string): string {
  const amount = fromMinorUnits(amountMinor, currency)
  const digits = Number.isInteger(amount) ? 0 : currencyDigits(currency)
  const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(locale, { ...money, ...decimals }).format(amount)
}
