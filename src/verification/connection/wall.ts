import type { Target } from '../target/target.ts'
import { isOneOf, judgeAddress } from './judge-address.ts'
import type { AddressRules } from './judge-address.ts'

/** What stands between us and the network. Production knows one wall only: `createPublicWall`. */
export type Wall = {
  /** May this literal address be dialled for this target? */
  admits(address: string, target: Target): boolean
  /** Certificate authorities (PEM) trusted instead of the platform's; only tests name any. */
  authorities?: readonly string[]
}

/** Public addresses for everybody; a rehearsal target only at the address it is literally named by. */
export function createPublicWall(rules: () => AddressRules): Wall {
  return {
    admits: (address, target) => {
      if (target.rehearsal) return isOneOf(address, literalAddresses(target))
      return judgeAddress(address, rules()) === 'public'
    },
  }
}

/** A rehearsal origin names its address itself; `localhost` is the one name that needs no asking. */
export function literalAddresses({ host }: Target): readonly string[] {
  return host === 'localhost' ? ['127.0.0.1'] : [host.replace(/^\[(.*)\]$/, '$1')]
}
