import type { Examination, Finding } from '@secretary/contracts/about.contract'
import { t } from '#admin/i18n/i18n.ts'
import { useFormat } from '#admin/i18n/use-format.ts'

const MEGABYTE = 1024 ** 2

/** What `doctor` found, in the language of the panel. */
export function useFindingWords() {
  const format = useFormat()

  function describe({ code, state, values: { megabytes, ...values } }: Finding) {
    const shown =
      megabytes === undefined ? values : { ...values, size: format.value.fileSize(Number(megabytes) * MEGABYTE) }
    return {
      text: t(`about.found.${code}`, shown),
      advice: state === 'ok' ? null : t(`about.advice.${code}`, shown),
    }
  }

  /** Plain text for whoever helps. */
  function describeAll({ examinedAt, version, commit, platform, findings }: Examination): string {
    const head = [
      `${t('layout.product')} ${version}${commit === null ? '' : ` (${commit.slice(0, 12)})`}, ${platform}`,
      format.value.dateTime(examinedAt),
    ]
    const lines = findings.map((finding) => {
      const { text, advice } = describe(finding)
      return `[${t(`about.states.${finding.state}`)}] ${t(`about.checks.${finding.check}`)}: ${text}${advice === null ? '' : `\n    ${advice}`}`
    })
    return [...head, '', ...lines].join('\n')
  }

  return { describe, describeAll }
}
