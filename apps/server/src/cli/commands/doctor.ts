import type { Command } from '#server/cli/command.ts'
import { describeFinding } from '#server/cli/describe-finding.ts'
import { loadConfig } from '#server/config/load-config.ts'
import { examine } from '#server/features/system/examine.ts'

const marks = { ok: 'ok  ', warning: 'note', problem: 'BAD ' }

export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'Look at Node, ports, disk, database, voice, model, permissions and https, and say what to do',
  async run({ container, output }) {
    const findings = await examine({ config: loadConfig(), open: container, ownPort: null })
    output.lines(
      findings.map((finding) => ({
        id: finding.check,
        state: finding.state,
        code: finding.code,
        ...describeFinding(finding),
      })),
      ({ id, state, text, advice }) => `${marks[state]}  ${id.padEnd(12)} ${text}${advice ? `\n      ${advice}` : ''}`,
    )
    return findings.some(({ state }) => state === 'problem') ? 1 : 0
  },
}
