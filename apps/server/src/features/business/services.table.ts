export interface ServicesTable {
  id: string
  name: string
  name_folded: string
  price_minor: number | null
  currency: string
  is_price_from: number
  unit: string | null
  duration_minutes: number | null
  position: number
  created_at: string
  updated_at: string
}
