import { z } from 'zod'
import { areDifferent, count, hex, id, inEveryLanguage, positive } from './fields.ts'

const colour = z.strictObject({
  id,
  name: inEveryLanguage,
  hex,
  stock: z.record(z.string(), count),
})

/** T-shirts, by colour and size. */
export const shirtFields = z
  .strictObject({
    lowStock: count,
    /** At most so many claims of a shirt on one day of the event; missing: as many as there are. */
    perDay: positive.optional(),
    /** Percent of the first stock that stays held back for each day after the first, until that day opens. */
    keepForLaterDays: z.int().min(0).max(100).default(0),
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

/** A thing without colour and size: a mug, a sticker set. */
export const prizeFields = z.strictObject({
  id,
  name: inEveryLanguage,
  hex: hex.optional(),
  stock: count,
  perDay: positive.optional(),
})
