import type { TestApp } from './app.ts'

type NewProvider = Parameters<TestApp['container']['providers']['create']>[0]

/** A connected provider, one of several, of which only its address matters, unless a test says otherwise. */
export async function connectProvider(
  { container }: Pick<TestApp, 'container'>,
  wanted: Pick<NewProvider, 'name' | 'baseUrl'> & Partial<NewProvider>,
): Promise<void> {
  await container.providers.create({
    type: 'custom',
    model: 'small',
    apiKey: null,
    contextWindowTokens: 8_192,
    isEnabled: true,
    isDefault: false,
    ...wanted,
  })
}
