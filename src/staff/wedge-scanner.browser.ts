import { parseClaimCode, type ClaimCode } from '../claims/claim-code.ts'
import { createBurst } from './wedge-burst.ts'

/** Some scanners send a few characters of their own before the code. */
const CODE_LENGTH = 10

/** Calls `onCode` for each code a keyboard-wedge scanner types, wherever the focus is. */
export function listenToWedgeScanner(onCode: (code: ClaimCode) => void): void {
  const burst = createBurst()
  const listener = (event: KeyboardEvent) => {
    const { code, shiftKey: isShifted, timeStamp: atMs } = event
    const text = burst.take({ code, isShifted, atMs })
    if (text === undefined) return
    const read = parseClaimCode(text) ?? parseClaimCode(text.slice(-CODE_LENGTH))
    // The Enter of a scanner must never press the button that has the focus, *Hand over* above all.
    if (read !== undefined || !isField(event.target)) event.preventDefault()
    if (read !== undefined) onCode(read)
  }
  document.addEventListener('keydown', listener, { capture: true })
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement
}
