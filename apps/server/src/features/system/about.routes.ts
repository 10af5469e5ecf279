import { readFile } from 'node:fs/promises'
import { aboutContract } from '@secretary/contracts/about.contract'
import type { Config } from '#server/config/load-config.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import { commit } from '#server/platform/commit.ts'
import { version } from '#server/platform/version.ts'
import type { DoctorService } from './doctor.service.ts'

const LICENCE = 'Apache-2.0'
const root = new URL('../../../../../', import.meta.url)

export function registerAboutRoutes(mount: Mount, { doctor, config }: { doctor: DoctorService; config: Config }): void {
  mount(aboutContract, {
    async getAbout() {
      const [licenceText, noticeText] = await Promise.all([
        readFile(new URL('LICENSE', root), 'utf8'),
        readFile(new URL('NOTICE', root), 'utf8'),
      ])
      return { version, commit, licence: LICENCE, licenceText, noticeText }
    },
    // The configured port may be "any free one".
    runDoctor: ({ request }) => doctor.examine(request.socket.localPort ?? config.port),
  })
}
