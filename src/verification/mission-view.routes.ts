import type { Response } from 'express'
import type { Event, Mission } from '../event/event.ts'
import type { Registration } from '../registration/registration.ts'
import type { Connection } from './connection-choice.ts'
import { causeWords } from './cause-words.routes.ts'
import { SYSTEMS, type System } from './commands-by-system.ts'
import { causes, isCauseCode } from './diagnosis/causes.ts'
import type { Hint } from './diagnosis/verdict.ts'
import type { Pace } from './pace.ts'
import { missionChoices } from './mission-choice.routes.ts'
import type { Attempt, KeptPass } from './verification-store.ts'
import { discoverLink, kqlFor } from './see-in-kibana.ts'

/** Everything the mission page is drawn from. */
export type MissionState = {
  registration: Registration
  /** Where this attendee's pages live: `/m/<secret>`. */
  base: string
  event: Event
  /** The one they chose. */
  mission: Mission
  connection: Connection | undefined
  attempts: readonly Attempt[]
  pass: KeptPass | undefined
  passes: readonly KeptPass[]
  claimed: boolean
  collected: boolean
  shirtId?: string
  system: System
  /** When the page asks again by itself, ISO-8601. */
  nextCheckAt?: string
  version?: string
  /** Of the Cloud ID that was pasted, where it named one. */
  kibanaHost?: string
  pace: Pace
}

/** The data of `mission/mission` (views/README.md) but for forms and doors. */
export function toMissionView(state: MissionState, res: Response) {
  const { registration, mission, base, connection, attempts, pass } = state
  const { documents, seconds, defaultVersion } = mission
  return {
    nickname: registration.nickname,
    tag: registration.tag,
    mission: { documents, seconds },
    choices: missionChoices(state, res),
    connected: connection !== undefined,
    claimed: state.claimed,
    pace: state.pace,
    shirtId: state.shirtId,
    stop: stopOf(state),
    verdict: toVerdictView(state, res),
    kibana: kibanaOf(state),
    receipt: pass ? toReceipt(pass) : null,
    steps: stepsOf(state),
    systems: SYSTEMS.map((id) => ({ id, href: `${base}?system=${id}#step-install` })),
    system: state.system,
    version: state.version ?? defaultVersion,
    versionKnown: state.version !== undefined,
    clusterAddress: connection ? addressOf(connection) : '',
    attempts: attempts.map((attempt) => toAttemptView(attempt, res)),
    links: linksOf(base),
  }
}

/** The documents are there, so they can be looked at; the link exists where the Cloud ID named a Kibana. */
function kibanaOf({ attempts, pass, registration, kibanaHost, version }: MissionState) {
  if (!pass && !arrives(attempts[0])) return null
  const { tag } = registration
  const about = { tag, ...(version !== undefined && { version }) }
  return {
    query: kqlFor(tag),
    href: kibanaHost === undefined ? '' : discoverLink(kibanaHost, about),
  }
}

function linksOf(base: string) {
  return {
    check: `${base}/check`,
    checkAgain: `${base}/check-again`,
    claim: `${base}/claim`,
    chooseMission: `${base}/mission`,
    otherDevice: `${base}/doors`,
    practice: `${base}/practice`,
    line: `${base}/line`,
    deleteMe: `${base}/delete`,
    trial: 'https://cloud.elastic.co/registration',
  }
}

function addressOf({ target }: Connection): string {
  return `${target.scheme}://${target.host}:${target.port}`
}

function stepOf(attempt: Attempt | undefined) {
  return attempt && isCauseCode(attempt.code) ? causes[attempt.code].step : 'connect'
}

function stopOf({ attempts, pass, collected }: MissionState) {
  if (collected) return 'done'
  return pass ? 'collect' : stepOf(attempts[0])
}

/** Metrics of Metricbeat reach the cluster, so it is installed; only its settings can be wrong. */
function arrives(last: Attempt | undefined): boolean {
  return last?.hints.some(({ code }) => code === 'MB-RIGHT-METRICS') ?? false
}

/** What the cluster shows as done ticks itself off; the first thing that is not done is open. */
function stepsOf({ attempts, pass, connection }: MissionState) {
  const done = {
    cluster: 'done',
    connect: 'done',
    install: 'done',
    settings: 'done',
    start: 'done',
  }
  if (pass) return done
  const step = stepOf(attempts[0])
  if (step === 'pass') return { ...done, start: 'now' }
  if (step === 'ship' && arrives(attempts[0])) return { ...done, settings: 'now', start: 'later' }
  if (step === 'ship') return { ...done, install: 'now', settings: 'later', start: 'later' }
  const later = { install: 'later', settings: 'later', start: 'later' }
  return connection || attempts.length > 0
    ? { cluster: 'done', connect: 'now', ...later }
    : { cluster: 'now', connect: 'now', ...later }
}

/** The rules are those of the moment: whoever passed by hand was judged by a person. */
function toReceipt({ passedAt, cluster, hosts, documents, rules, verdict }: KeptPass) {
  const judgedBy = verdict === 'ok' ? rules : null
  return { at: passedAt, cluster, hosts, documents, rules: judgedBy }
}

function toAttemptView({ lastAt, outcome, code, params }: Attempt, res: Response) {
  return { at: lastAt, outcome, text: causeWords({ code, params }, res).title, code }
}

const BLANK_VERDICT = {
  right: [],
  missing: '',
  next: '',
  command: '',
  compare: null,
  code: '',
  at: '',
  retryAt: '',
}

function toVerdictView(state: MissionState, res: Response) {
  const { pass, attempts, nextCheckAt, connection, system } = state
  const saw = (hint: Hint) => causeWords(hint, res).saw
  if (pass)
    return { ...BLANK_VERDICT, outcome: 'passed', at: pass.passedAt, right: pass.hints.map(saw) }
  const [last] = attempts
  if (!last) return { ...BLANK_VERDICT, outcome: connection ? 'checking' : 'waiting' }
  const words = causeWords(last, res, system)
  return {
    outcome: last.outcome,
    right: last.hints.map(saw),
    missing: words.saw,
    next: words.do,
    command: words.command,
    compare: words.compare,
    code: last.code,
    at: last.lastAt,
    retryAt: nextCheckAt ?? '',
  }
}
