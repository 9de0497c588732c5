import { parseArgs } from 'node:util'
import { checkAddress, splitLines } from './check-address.ts'

/** `check-address [--open]`: one endpoint or Cloud ID a line in, one answer a line out. */
export async function checkAddressFromStdin(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { open: { type: 'boolean', default: false } } })
  process.stdin.setEncoding('utf8')
  const lines = splitLines(process.stdin as AsyncIterable<string>)
  await checkAddress({ lines, open: values.open, write: console.log })
  return 0
}

export function diagnoseFromStdin(): Promise<number> {
  return Promise.resolve(1)
}
