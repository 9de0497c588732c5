import type { Response } from 'express'
import type { Language, Mission } from '../event/event.ts'
import { findPrize, SHIRTS } from '../event/prizes.ts'
import { pageLanguage } from '../platform/http/page.ts'
import type { MissionState } from './mission-view.routes.ts'
import { passOfMission } from './missions-met.ts'

/** What there is to choose from (`Choice` of views/README.md); nothing where there is one mission, or a claim. */
export function missionChoices({ event, mission, passes, claimed }: MissionState, res: Response) {
  const { missions } = event
  if (missions.length === 1 || claimed) return []
  const language = pageLanguage(res).language as Language
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  return missions.map((each) => ({
    id: each.id,
    name: each.name[language],
    asks: asksOf(each),
    earns: list.format(prizeNames(each, event, res)),
    chosen: each.id === mission.id,
    passed: passOfMission(passes, each, missions) !== undefined,
  }))
}

function asksOf({ documents, metricsets, seconds }: Mission) {
  const isMinutes = seconds % 60 === 0
  return {
    documents,
    kinds: metricsets,
    unit: isMinutes ? 'minutes' : 'seconds',
    time: isMinutes ? seconds / 60 : seconds,
  }
}

function prizeNames({ earns }: Mission, { prizes }: MissionState['event'], res: Response) {
  const { t, language } = pageLanguage(res)
  return earns.map((prize) =>
    prize === SHIRTS
      ? t('claim:share.shirts')
      : (findPrize(prizes, prize)?.name[language as Language] ?? prize),
  )
}
