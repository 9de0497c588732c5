import { z } from 'zod'

export const LANGUAGES = ['ko', 'en', 'ja'] as const
export type Language = (typeof LANGUAGES)[number]

const text = z.string().trim().min(1).max(500)
const inEveryLanguage = z.strictObject({ ko: text, en: text, ja: text })
const id = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,14}$/, 'a short id: small letters and digits, at most 15')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:30')
const count = z.int().min(0).max(100_000)
const positive = z.int().min(1).max(1_000_000)

const yesOrNo = z
  .union([z.enum(['yes', 'no']), z.boolean()], { error: 'yes or no' })
  .transform((word) => word === 'yes' || word === true)

const day = z
  .strictObject({ date: z.iso.date(), opens: time, closes: time })
  .refine((d) => d.opens < d.closes, { path: ['closes'], message: 'must be later than opens' })

const mission = z.strictObject({
  kind: z.literal('metricbeat'),
  id,
  documents: positive,
  seconds: positive,
  metricsets: z.int().min(1).max(10),
  freshnessSeconds: positive,
  defaultVersion: z.string().regex(/^\d{1,2}\.\d{1,3}\.\d{1,3}$/, 'a version such as 9.2.1'),
  claimsPerCluster: z.int().min(1).max(100),
})

const colour = z.strictObject({
  id,
  name: inEveryLanguage,
  hex: z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour such as #1d1d21'),
  stock: z.record(z.string(), count),
})

const shirts = z
  .strictObject({
    lowStock: count,
    sizes: z
      .array(z.string().regex(/^[A-Z0-9]{1,5}$/, 'a size such as M or 2XL'))
      .min(1)
      .max(12)
      .refine(areDifferent, 'one size is there twice'),
    colours: z.array(colour).min(1).max(8),
  })
  .superRefine(({ sizes, colours }, context) => {
    for (const [index, { stock }] of colours.entries()) {
      for (const size of sizes.filter((s) => !(s in stock)))
        context.addIssue({
          code: 'custom',
          path: ['colours', index, 'stock'],
          message: `no number for size ${size}`,
        })
      for (const size of Object.keys(stock).filter((s) => !sizes.includes(s)))
        context.addIssue({
          code: 'custom',
          path: ['colours', index, 'stock', size],
          message: 'not one of the sizes',
        })
    }
    if (!areDifferent(colours.map((c) => c.id)))
      context.addIssue({
        code: 'custom',
        path: ['colours'],
        message: 'two colours have the same id',
      })
  })

/** What an event file may hold. Unknown keys are refused, so that a typing error never becomes a silent default. */
export const EventSchema = z.strictObject({
  id,
  title: inEveryLanguage,
  timeZone: z.string().refine(isTimeZone, 'a time zone such as Asia/Seoul'),
  languages: z.array(z.enum(LANGUAGES)).min(1).refine(areDifferent, 'one of them is there twice'),
  days: z
    .array(day)
    .min(1)
    .max(30)
    .refine((days) => areDifferent(days.map(({ date }) => date)), 'one date is there twice'),
  mission,
  claims: z.strictObject({
    holdMinutes: positive,
    minutesAfterOpening: count,
    /** May somebody collect for a friend? Left out, the owner comes in person. */
    pickUpForFriend: yesOrNo.default(false),
  }),
  shirts,
  privacy: z.strictObject({
    noticeVersion: z.union([z.string(), z.date()]).transform(String),
    retentionDays: z.int().min(1).max(30),
  }),
  texts: z.strictObject({ welcome: inEveryLanguage }),
})

/** One conference, as its organiser described it. */
export type Event = z.infer<typeof EventSchema>
export type Mission = Event['mission']
export type ShirtColour = Event['shirts']['colours'][number]

function areDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== ''
  } catch {
    return false
  }
}
