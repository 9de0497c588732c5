import type { Response } from 'express'
import type { ClaimOwner } from '../claims/claim.ts'
import { oddityWords } from '../verification/oddity-words.routes.ts'
import type { VerificationStore } from '../verification/verification-store.ts'

/** A quiet note beside the shirt to fetch: what was odd about their pass. It is theirs all the same. */
export async function oddNote(
  res: Response,
  { verifications }: { verifications: Pick<VerificationStore, 'passesOf'> },
  { registrationId }: ClaimOwner,
): Promise<readonly string[]> {
  const passes = await verifications.passesOf(registrationId)
  const words = passes.flatMap(({ oddities }) => oddities.map((one) => oddityWords(one, res)))
  return [...new Set(words)]
}
