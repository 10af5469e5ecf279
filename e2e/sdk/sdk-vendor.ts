import {
  beginStream,
  completion,
  delta,
  finish,
  type ScriptedVendor,
  sendJson,
  usageEvent,
} from '../../apps/server/test/support/scripted-vendor.ts'

const toolCalls = ['{"a"', ':1}'].map((text, index) => ({
  ...finish,
  choices: [
    {
      index: 0,
      delta: {
        ...(index === 0 && { role: 'assistant', content: null }),
        tool_calls: [
          {
            index: 0,
            ...(index === 0 && { id: 'call_1', type: 'function' }),
            function: { ...(index === 0 && { name: 'look' }), arguments: text },
          },
        ],
      },
      finish_reason: null,
    },
  ],
}))
const role = { ...finish, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] }
const toolsEnd = { ...finish, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] }

/** A vendor with the models that the clients try: one that works, one that is busy, one that stalls and one that breaks off. */
export function playSdkVendor(vendor: ScriptedVendor): void {
  vendor.play((response, { body }) => {
    const { model } = body
    if (model === undefined) return sendJson(response, { data: [{ id: 'm' }] })
    if (model === 'busy') return sendJson(response, { error: { message: 'busy' } }, 429, { 'retry-after': '1' })
    if (body.stream !== true) return sendJson(response, answerTo(body))
    const send = beginStream(response)
    if (model === 'stall') return send(delta('a'))
    if (model === 'broken') {
      send(delta('a'))
      return void response.end()
    }
    const options = body.stream_options as { include_usage?: boolean } | undefined
    const parts = body.tools ? [...toolCalls, toolsEnd] : [role, delta('Hello '), delta('there'), finish]
    for (const part of [...parts, ...(options?.include_usage ? [usageEvent] : []), '[DONE]']) send(part)
    response.end()
  })
}

function answerTo(body: Record<string, unknown>): unknown {
  const content = body.response_format ? JSON.stringify({ ok: true, x_unknown: body.x_unknown }) : 'Hello there'
  return { ...completion, choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] }
}
