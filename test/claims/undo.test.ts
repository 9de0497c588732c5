import { expect, test } from '@jest/globals'
import { mayUndo } from '../../src/claims/undo.ts'
import { kim, lead, lee } from '../support/claims-booth.ts'

const handOver = { at: '2026-11-28T02:00:00.000Z', device: kim.device }

test.each([
  ['the phone that did it, at ten minutes', kim, '02:10:00.000', true],
  ['the phone that did it, a moment later', kim, '02:10:00.001', false],
  ['another phone, at once', lee, '02:00:01.000', false],
  ['a lead, the next day', lead, '23:59:59.000', true],
])('the button Undo is there for %s', (...[, by, time, may]) => {
  expect(mayUndo(by, handOver, new Date(`2026-11-28T${time}Z`))).toBe(may)
})
