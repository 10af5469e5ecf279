import * as z from 'zod'
import { SessionGrant } from './auth.contract.ts'
import { route } from './route.ts'

export const demoContract = {
  logInToDemo: route({
    method: 'POST',
    path: '/admin/demo/login',
    summary: 'Into the demonstration, as its owner or as a guest; not there in a real installation',
    tags: ['auth'],
    access: 'public',
    limit: 'login',
    audit: { action: 'auth.login' },
    body: z.strictObject({ as: z.enum(['owner', 'guest']) }),
    responses: { 200: SessionGrant },
    problems: ['not_found', 'origin_refused'],
  }),
}
