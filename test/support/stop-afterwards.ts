import { afterEach } from '@jest/globals'

type Running = { stop(): Promise<unknown> }

const running: Running[] = []

/** A whole cluster may take so long to end. */
const PATIENCE_MS = 60_000
afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.stop()
}, PATIENCE_MS)

/** Ends it when the test that started it is over, however it went. */
export function stopAfterwards<Part extends Running>(part: Part): Part {
  running.push(part)
  return part
}
