import { expect, test } from '@jest/globals'
import { maskCluster, maskHost } from '../../src/verification/mask.ts'
import { secondsToNextCheck } from '../../src/verification/next-check.ts'

test.each([
  ['cec6f261a74bf24ce33bb8811b84294f.us-east-1.aws.found.io', 'cec6….us-east-1.aws.found.io'],
  ['my-dep.es.us-east-1.aws.elastic-cloud.com', 'my-d….es.us-east-1.aws.elastic-cloud.com'],
  ['', '…'],
])('cluster %s is shown as %s', (host, shown) => {
  expect(maskCluster(host)).toBe(shown)
})

test.each([
  ['kim-laptop', 'ki…p'],
  ['김지우의-맥북', '김지…북'],
  ['🦦🦦🦦🦦🦦🦦', '🦦🦦…🦦'],
  ['kim', 'k…'],
  ['macos', 'm…'],
  ['', '…'],
])('computer %s is shown as %s', (name, shown) => {
  expect(maskHost(name)).toBe(shown)
})

test.each([
  [0, 5],
  [179, 5],
  [180, 15],
  [599, 15],
  [600, 60],
  [86_400, 60],
  [-30, 5],
])('%i s after the answer last changed the page asks again in %i s', (since, seconds) => {
  const now = new Date('2026-11-28T01:00:00.000Z')
  expect(
    secondsToNextCheck(
      { firstAt: new Date(now.getTime() - since * 1000).toISOString(), code: '', params: {} },
      now,
    ),
  ).toBe(seconds)
})
