import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { createRequestTimes } from './request-times.ts'

describe('times of requests', () => {
  it('are all counted when somebody looks, each in its series', async () => {
    const registry = new Registry()
    const times = createRequestTimes({ registry, buckets: [0.001, 0.1] })
    for (let request = 0; request < 1_203; request++)
      times.note({ method: 'GET', route: '/a', status: 200, seconds: 0.01 })
    times.note({ method: 'GET', route: '/a', status: 404, seconds: 0.0005 })
    const text = await registry.metrics()
    expect(text).toContain('secretary_http_request_seconds_count{method="GET",route="/a",status="200"} 1203')
    expect(text).toContain('secretary_http_request_seconds_bucket{le="0.001",method="GET",route="/a",status="404"} 1')
    expect(await registry.metrics()).toBe(text)
  })
})
