import { readTarget } from '../target/read-target.ts'
import type { Target, TargetPolicy } from '../target/target.ts'

/**
 * Would the parser give out exactly this target today? Whatever path a target came by (a form, a
 * stored row, a command), nothing is dialled that could not have been typed.
 */
export function mayDial(target: Target, policy: TargetPolicy): boolean {
  const text = `${target.scheme}://${target.host}:${target.port}`
  if (!URL.canParse(text)) return false
  const read = readTarget(target.rehearsal ? new URL(text).origin : text, policy)
  if (read.kind === 'refused') return false
  const { scheme, host, port, rehearsal } = read.target
  const same = scheme === target.scheme && host === target.host && port === target.port
  return same && rehearsal === target.rehearsal
}
