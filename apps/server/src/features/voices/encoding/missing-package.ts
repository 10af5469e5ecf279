/** The package that an import did not find; null for any other failure. Node's message is the only place that names it. */
export function missingPackage(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !/MODULE_NOT_FOUND$/.test(String(error.code))) return null
  return /(?:package|module) '((?:@[\w-]+\/)?[\w-]+)/.exec(error.message)?.[1] ?? null
}
