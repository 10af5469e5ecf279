import type { SessionGrant } from '@secretary/contracts/auth.contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { testDatabases } from '#server-test/support/databases.ts'

interface Preview {
  counts: Record<string, number>
  total: number
  items: { row: number; kind: string; name: string; after: unknown; before: unknown; faults: unknown[] }[]
}

const guessed = { hasHeading: true, columns: { name: 0, price: 1, unit: 2, duration: 3 } }
const priceList = [
  'Услуга;Цена;Ед.;Длительность',
  'СТРИЖКА;"1 990,50 руб.";;45 мин',
  'Окрашивание;от 3 500 ₽;процедуру;1 ч 30 мин',
  'Консультация;бесплатно;;30 мин',
  'Выезд;договорная;;',
  'Укладка;дорого;;долго',
  'окрашивание;1;;',
  ';500;;',
].join('\r\n')

describe.each(testDatabases())('a price list, on $name', ({ name, isMissing }) => {
  let server: TestApp
  let owner: SessionGrant

  beforeAll(async () => {
    if (isMissing) return
    server = await startTestApp({ database: name })
    owner = await server.logIn('admin')
  })
  afterAll(() => server?.close())
  beforeEach(async (context) => {
    if (isMissing) context.skip('PostgreSQL is not installed')
    for (const { id } of await services()) await server.call('DELETE', `/admin/business/services/${id}`, { as: owner })
    await server.call('POST', '/admin/business/services', {
      as: owner,
      body: { name: 'Стрижка', priceMinor: 100_000, unit: 'голову', durationMinutes: 45 },
    })
  })

  const services = async (): Promise<{ id: string; name: string; priceMinor: number | null; unit: string | null }[]> =>
    ((await (await server.call('GET', '/admin/business/services', { as: owner })).json()) as { items: [] }).items
  const upload = (bytes: string | ArrayBuffer | Uint8Array<ArrayBuffer>, as = owner, fileName = 'прайс.csv') =>
    fetch(`${server.url}/admin/business/services/imports?fileName=${encodeURIComponent(fileName)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as.accessToken}`, 'content-type': 'application/octet-stream' },
      body: bytes,
    })
  const uploaded = async (text: string) => (await (await upload(text)).json()) as { id: string }
  const send = (id: string, verb: string, body: unknown = guessed, as = owner) =>
    server.call('POST', `/admin/business/services/imports/${id}/${verb}`, {
      as,
      body: verb === 'undo' ? undefined : body,
    })

  it('is read, told row by row, applied without its faulty rows and taken back whole', async () => {
    const first = (await services())[0]
    const answer = await upload(priceList)
    expect(answer.status).toBe(201)
    const { id, ...file } = (await answer.json()) as { id: string; columns: { guess: string | null }[] }
    expect(file).toMatchObject({ format: 'csv', hasHeading: true, rowCount: 7 })
    expect(file.columns.map(({ guess }) => guess)).toEqual(['name', 'price', 'unit', 'duration'])

    const preview = (await (await send(id, 'preview')).json()) as Preview
    expect(preview.counts).toEqual({ new: 3, changed: 1, same: 0, duplicate: 1, faulty: 2 })
    expect(preview.items[0]).toEqual({
      row: 2,
      kind: 'changed',
      name: 'СТРИЖКА',
      before: expect.objectContaining({ name: 'Стрижка', priceMinor: 100_000 }),
      after: {
        name: 'СТРИЖКА',
        priceMinor: 199_050,
        currency: 'RUB',
        isPriceFrom: false,
        unit: 'голову',
        durationMinutes: 45,
      },
      faults: [],
    })
    const faulty = (await (await send(id, 'preview', { ...guessed, kind: 'faulty' })).json()) as Preview
    expect(faulty.items.map(({ row, faults }) => [row, faults])).toEqual([
      [
        6,
        [
          { field: 'price', code: 'price_unclear', cell: 'дорого' },
          { field: 'duration', code: 'duration_unclear', cell: 'долго' },
        ],
      ],
      [8, [{ field: 'name', code: 'missing', cell: '' }]],
    ])

    const run = (await (await send(id, 'apply')).json()) as { id: string }
    expect(await services()).toMatchObject([
      { name: 'СТРИЖКА', priceMinor: 199_050, unit: 'голову' },
      { name: 'Окрашивание', priceMinor: 350_000, isPriceFrom: true, unit: 'процедуру', durationMinutes: 90 },
      { name: 'Консультация', priceMinor: 0, durationMinutes: 30 },
      { name: 'Выезд', priceMinor: null },
    ])
    expect((await send(id, 'apply')).status).toBe(410)

    expect(await (await send(run.id, 'undo')).json()).toEqual({ restored: 1, removed: 3, kept: 0 })
    expect(await services()).toEqual([{ ...first, updatedAt: expect.any(String) }])
    expect(await (await send(run.id, 'undo')).json()).toMatchObject({ code: 'import_already_undone' })
  })

  it('says nothing new when it comes again', async () => {
    const { id } = await uploaded(priceList)
    await send(id, 'apply')
    const again = await uploaded(priceList)
    const { counts } = (await (await send(again.id, 'preview')).json()) as Preview
    expect(counts).toEqual({ new: 0, changed: 0, same: 4, duplicate: 1, faulty: 2 })
  })

  it('leaves alone what was changed by hand since', async () => {
    const { id } = await uploaded('Услуга;Цена\nСтрижка;2000\nМытьё;300\n')
    const columns = { hasHeading: true, columns: { name: 0, price: 1 } }
    const run = (await (await send(id, 'apply', columns)).json()) as { id: string }
    const washing = (await services()).find(({ name }) => name === 'Мытьё')
    await server.call('PATCH', `/admin/business/services/${washing?.id}`, { as: owner, body: { priceMinor: 35_000 } })
    expect(await (await send(run.id, 'undo')).json()).toEqual({ restored: 1, removed: 0, kept: 1 })
    expect(await services()).toMatchObject([
      { name: 'Стрижка', priceMinor: 100_000 },
      { name: 'Мытьё', priceMinor: 35_000 },
    ])
  })

  it('takes columns in any order and the currency that is asked for', async () => {
    const { id } = await uploaded('100;Мойка\n$20;Полировка\n')
    const mapping = { hasHeading: false, columns: { name: 1, price: 0 }, currency: 'KZT' }
    await send(id, 'apply', mapping)
    expect((await services()).slice(1)).toMatchObject([
      { name: 'Мойка', priceMinor: 10_000, currency: 'KZT' },
      { name: 'Полировка', priceMinor: 2000, currency: 'USD' },
    ])
  })

  it('belongs to whoever uploaded it, and to those who may edit the business', async () => {
    const { id } = await uploaded(priceList)
    const other = await server.logIn('admin')
    expect((await send(id, 'preview', guessed, other)).status).toBe(410)
    expect((await send(id, 'apply', guessed, other)).status).toBe(410)
    const guest = await server.logIn('guest')
    expect((await upload(priceList, guest)).status).toBe(403)
    expect((await send(id, 'apply', guessed, guest)).status).toBe(403)
    expect((await send('01900000-0000-7000-8000-000000000000', 'undo')).status).toBe(404)
  })

  it('is refused in words when it is no table, too long, or mapped to nothing', async () => {
    const unreadable = await upload(Uint8Array.from({ length: 400 }, (_, index) => (index * 7) % 29))
    expect([unreadable.status, await unreadable.json()]).toMatchObject([400, { code: 'import_unreadable' }])
    const long = await upload(Array.from({ length: 2001 }, (_, index) => `Работа № ${index};1`).join('\n'))
    expect([long.status, await long.json()]).toMatchObject([413, { code: 'import_too_large' }])
    const { id } = await uploaded(priceList)
    for (const columns of [{ price: 1 }, { name: 50 }])
      expect(await (await send(id, 'preview', { hasHeading: true, columns })).json()).toMatchObject({
        code: 'import_unreadable',
      })
    const json = await server.call('POST', '/admin/business/services/imports', { as: owner, body: {} })
    expect(json.status).toBe(415)
  })

  it('stores two thousand services at once, and nothing of them where one name was taken meanwhile', async () => {
    const { id } = await uploaded(
      `Услуга;Цена\n${Array.from({ length: 1_900 }, (_, index) => `№ ${index};${index}`).join('\n')}`,
    )
    const columns = { hasHeading: true, columns: { name: 0, price: 1 } }
    const [first, second] = await Promise.all([send(id, 'apply', columns), send(id, 'apply', columns)])
    expect([first.status, second.status].toSorted()).toEqual([200, 409])
    expect(await services()).toHaveLength(1_901)
    const run = (await (first.status === 200 ? first : second).json()) as { id: string }
    expect(await (await send(run.id, 'undo')).json()).toEqual({ restored: 0, removed: 1_900, kept: 0 })
  })

  it.each(['csv', 'xlsx'] as const)('comes with a template in %s that can be read back', async (format) => {
    for (const language of ['ru', 'en']) {
      const query = `format=${format}&language=${language}`
      const file = await server.call('GET', `/admin/business/services/import-template?${query}`, { as: owner })
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="services-template.${format}"`)
      const { id, columns } = (await (await upload(await file.arrayBuffer(), owner, `t.${format}`)).json()) as {
        id: string
        columns: { guess: string | null }[]
      }
      expect(columns.map(({ guess }) => guess)).toEqual(['name', 'price', 'unit', 'duration'])
      const { counts, items } = (await (await send(id, 'preview')).json()) as Preview
      expect(counts).toMatchObject(language === 'ru' ? { new: 3, changed: 1, faulty: 0 } : { new: 4, faulty: 0 })
      expect(items[2]?.after).toMatchObject({ isPriceFrom: true, currency: language === 'ru' ? 'RUB' : 'USD' })
    }
  })
})
