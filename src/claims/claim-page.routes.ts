import type { Response } from 'express'
import { drawQr } from '../platform/draw-qr.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { inHalves } from '../shared/symbols.ts'
import { CLAIM_SCRIPT, nearestViews, type ChooseRoutes } from './choose-page.routes.ts'
import { spellClaimCode } from './claim-code.ts'
import type { Claim } from './claim.ts'
import { shirtView } from './claim-view.routes.ts'

/** A claim as its owner sees it: the code, the place in the line, or when it was collected. */
export async function renderClaim(res: Response, booth: ChooseRoutes, claim: Claim): Promise<void> {
  const shown = shownOf(res, booth, claim)
  if (claim.handOver) {
    const { handOver, pickedUpBy = '' } = claim
    res.render('claim/handed-over', { ...shown, at: handOver.at, pickedUpBy })
  } else if (claim.state === 'waiting') {
    const nearest = nearestViews(res, booth, await booth.claims.findAlternatives(claim.shirt))
    res.render('claim/waiting', { ...shown, place: claim.place ?? 0, nearest })
  } else res.render('claim/claimed', { ...shown, ...(await ticketOf(claim)) })
}

function shownOf(res: Response, { event }: ChooseRoutes, { shirt }: Claim) {
  const { registration, base } = currentAttendee(res)
  return {
    nickname: registration.nickname,
    tag: registration.tag,
    shirt: shirtView(event, res, shirt.colour),
    size: shirt.size,
    links: {
      mission: base,
      submit: `${base}/claim`,
      change: `${base}/claim?change=yes`,
      giveUp: `${base}/claim/give-up`,
      deleteMe: `${base}/delete`,
    },
    scripts: [CLAIM_SCRIPT],
  }
}

/** What is held up at the desk. */
async function ticketOf({ code, offered, expiresAt = '' }: Claim) {
  return {
    offered: offered === true,
    code: inHalves(code),
    spelled: spellClaimCode(code),
    qrSrc: await drawQr(code, 'H'),
    holdUntil: expiresAt,
  }
}
