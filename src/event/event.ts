import { z } from 'zod'
import { areDifferent, count, id, inEveryLanguage, positive, time, yesOrNo } from './fields.ts'
import { prizeFields, shirtFields } from './prize-fields.ts'

export const LANGUAGES = ['ko', 'en', 'ja'] as const
export type Language = (typeof LANGUAGES)[number]

const day = z
  .strictObject({ date: z.iso.date(), opens: time, closes: time })
  .refine((d) => d.opens < d.closes, { path: ['closes'], message: 'must be later than opens' })

const mission = z.strictObject({
  kind: z.literal('metricbeat'),
  id,
  name: inEveryLanguage,
  /** `shirts`, or ids of prizes. */
  earns: z.array(z.string()).min(1).refine(areDifferent, 'one prize is there twice'),
  documents: positive,
  seconds: positive,
  metricsets: z.int().min(1).max(10),
  freshnessSeconds: positive,
  defaultVersion: z.string().regex(/^\d{1,2}\.\d{1,3}\.\d{1,3}$/, 'a version such as 9.2.1'),
  claimsPerCluster: z.int().min(1).max(100),
})

/** More than these would not be a choice people make standing at a booth. */
const MOST_MISSIONS = 5

/** What an event file may hold. Unknown keys are refused, so that a typing error never becomes a silent default. */
export const EventSchema = z
  .strictObject({
    id,
    title: inEveryLanguage,
    timeZone: z.string().refine(isTimeZone, 'a time zone such as Asia/Seoul'),
    languages: z.array(z.enum(LANGUAGES)).min(1).refine(areDifferent, 'one of them is there twice'),
    days: z
      .array(day)
      .min(1)
      .max(30)
      .refine((days) => areDifferent(days.map(({ date }) => date)), 'one date is there twice'),
    missions: z
      .tuple([mission], mission)
      .refine((list) => list.length <= MOST_MISSIONS, `at most ${MOST_MISSIONS} missions`)
      .refine(haveDifferentIds, 'two missions have the same id'),
    claims: z.strictObject({
      holdMinutes: positive,
      minutesAfterOpening: count,
      /** May somebody collect for a friend? Left out, the owner comes in person. */
      pickUpForFriend: yesOrNo.default(false),
    }),
    shirts: shirtFields,
    prizes: z
      .array(prizeFields)
      .max(8)
      .refine(haveDifferentIds, 'two prizes have the same id')
      .default([]),
    /** People who register on their own device type the code on the kiosk's screen; a lead may switch it. */
    presenceCode: z.enum(['off', 'on'], 'off or on').default('off'),
    privacy: z.strictObject({
      noticeVersion: z.union([z.string(), z.date()]).transform(String),
      retentionDays: z.int().min(1).max(30),
    }),
    texts: z.strictObject({ welcome: inEveryLanguage }),
  })
  .superRefine(({ missions, shirts, prizes }, context) => {
    const taken = ['shirts', 'blank', ...shirts.colours.map((colour) => colour.id)]
    for (const [index, prize] of prizes.entries())
      if (taken.includes(prize.id))
        context.addIssue({
          code: 'custom',
          path: ['prizes', index, 'id'],
          message: 'another id: this one is a colour’s or the shirts’ own',
        })
    const known = ['shirts', ...prizes.map((prize) => prize.id)]
    for (const [index, { earns }] of missions.entries())
      for (const [place, prize] of earns.entries())
        if (!known.includes(prize))
          context.addIssue({
            code: 'custom',
            path: ['missions', index, 'earns', place],
            message: `one of ${known.join(', ')}`,
          })
  })
  .refine(({ days, shirts: { keepForLaterDays } }) => keepForLaterDays * (days.length - 1) <= 100, {
    path: ['shirts', 'keepForLaterDays'],
    message: 'more than everything is kept: percent of each later day, together at most 100',
  })

/** One conference, as its organiser described it. */
export type Event = z.infer<typeof EventSchema>
export type Mission = Event['missions'][number]
export type Prize = Event['prizes'][number]

function haveDifferentIds(things: readonly { id: string }[]): boolean {
  return areDifferent(things.map((thing) => thing.id))
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== ''
  } catch {
    return false
  }
}
