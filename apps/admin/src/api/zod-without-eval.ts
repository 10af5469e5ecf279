import * as z from 'zod'

// The content security policy forbids code made at run time; without this every first schema reports a violation.
z.config({ jitless: true })
