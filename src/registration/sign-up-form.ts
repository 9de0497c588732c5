import { z } from 'zod'
import { parseNickname } from './nickname.ts'

const text = z.string({ error: 'missing' })

/** Consent to the notice; it must be the one that was shown. */
export function consentForm(noticeVersion: string) {
  return z.object({
    consent: z.literal('yes', { error: 'consent' }),
    noticeVersion: z.literal(noticeVersion, { error: 'consent' }),
  })
}

/** Nickname and consent, as typed at a kiosk or on one's own device. */
export function signUpForm(noticeVersion: string) {
  return consentForm(noticeVersion).extend({
    nickname: text.transform((typed, context) => {
      const parsed = parseNickname(typed)
      if (parsed.kind === 'nickname') return parsed.nickname
      context.addIssue({ code: 'custom', message: parsed.fault })
      return z.NEVER
    }),
  })
}
