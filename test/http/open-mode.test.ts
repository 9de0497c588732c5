import { expect, test } from '@jest/globals'
import { openTestBooth } from '../support/test-booth.ts'

test.each([
  ['open', true],
  ['strict', false],
])('in %s mode staff and /healthz say which addresses may be asked', async (mode, isOpen) => {
  const booth = await openTestBooth({ config: { VERIFY_MODE: mode } })
  const staff = await booth.enrolled({ kind: 'staff', role: 'scan' })
  for (const path of ['/staff', '/staff/stock', '/staff/room'])
    expect((await staff.open(path)).text.includes('Open mode: any public address')).toBe(isOpen)
  expect((await booth.visitor().open('/healthz')).text).toContain(`"verification":"${mode}"`)
})
