import { isLiving } from '../claims/claim.ts'
import { createClaimStore } from '../claims/claim-store.sql.ts'
import { createClaims } from '../claims/claims.ts'
import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import type { Clock } from '../stock/moment.ts'
import { createStockExports } from '../stock/stock-exports.sql.ts'
import { createStock } from '../stock/stock.ts'
import { createStockStore } from '../stock/stock-store.sql.ts'

export function composeClaims(event: Event, outside: Outside & { clock: Clock }) {
  const { storage, clock } = outside
  const stock = createStock({ stock: createStockStore(storage), clock, event })
  const claims = createClaims({
    ...outside,
    claims: createClaimStore(storage, event),
    stock,
    event,
  })
  return {
    stock,
    stockExports: createStockExports(storage, clock),
    claims,
    /** What the mission page says of somebody's shirt. */
    claimStateOf: async (registrationId: string) => {
      const claim = await claims.claimOf(registrationId)
      const lives = claim !== undefined && isLiving(claim)
      return {
        claimed: lives,
        collected: claim?.state === 'handed',
        ...(lives && { colour: claim.shirt.colour }),
      }
    },
  }
}
