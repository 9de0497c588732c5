import { describe, expect, test } from '@jest/globals'
import {
  type FollowUp,
  followUpRequest,
  FOLLOW_UPS,
} from '../../../src/verification/probe/follow-up-request.ts'
import { probeRequest } from '../../../src/verification/probe/probe-request.ts'
import { findRecorded, VERSIONS } from '../support/recorded.ts'
import { TAG } from '../support/scripted-cluster.ts'

function linesOf(body: string | undefined): unknown[] {
  return (body ?? '')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

describe('the one request', () => {
  test.each(VERSIONS)('is the one that was tried on %s, letter by letter', (version) => {
    const ours = probeRequest(TAG, 'pycon-')
    const { request = '' } = findRecorded(version, 'empty-msearch2')
    const tried = request.replaceAll('metricbeat-empty', 'metricbeat-*')
    expect(linesOf(ours.body)).toEqual(linesOf(tried))
  })

  test('is six searches in lines, with the newline at the end that _msearch insists on', () => {
    const { body, method, path, contentType } = probeRequest(TAG, 'pycon-')
    expect({ method, path, contentType }).toEqual({
      method: 'POST',
      path: '/_msearch?max_concurrent_searches=3',
      contentType: 'application/x-ndjson',
    })
    expect(body).toMatch(/\}\n$/)
    expect(linesOf(body)).toHaveLength(12)
    expect(body?.length).toBeLessThan(4500)
  })

  test('looks at open indices of Metricbeat only, and misses none quietly by time', () => {
    const headers = linesOf(probeRequest(TAG, 'pycon-').body).filter((_, line) => line % 2 === 0)
    for (const header of headers) {
      expect(header).toEqual({
        index: 'metricbeat-*',
        ignore_unavailable: true,
        allow_no_indices: true,
        expand_wildcards: 'open',
        request_cache: false,
      })
    }
  })
})

describe('second questions', () => {
  test.each<[FollowUp, string, string]>([
    ['privileges', 'POST', '/_security/user/_has_privileges'],
    ['all-privileges', 'POST', '/_security/user/_has_privileges'],
    ['authenticate', 'GET', '/_security/_authenticate'],
    ['root', 'GET', '/'],
    ['newest', 'POST', '/_msearch?max_concurrent_searches=3'],
    ['all-tags', 'POST', '/_msearch?max_concurrent_searches=3'],
    ['elsewhere', 'POST', '/_msearch?max_concurrent_searches=3'],
  ])('%s asks %s %s', (question, method, path) => {
    expect(followUpRequest(question, TAG)).toMatchObject({ method, path })
  })

  test('none of them changes anything in the cluster', () => {
    for (const question of FOLLOW_UPS) {
      const { path } = followUpRequest(question, TAG)
      expect(path).toMatch(/^\/(?:_msearch\?|_security\/(?:user\/_has_privileges|_authenticate)|$)/)
    }
  })
})
