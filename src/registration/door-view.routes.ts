import { drawQr } from '../platform/draw-qr.ts'
import type { Door } from './registration.ts'
import { formatShortCode, SHORT_CODE_MINUTES } from './short-code.ts'

/** What the views need to draw a door (`views/layout/_door.ejs`). */
export async function toDoorView(door: Pick<Door, 'link' | 'shortCode'>, publicOrigin: string) {
  return {
    qrSrc: await door.link.use((link) => drawQr(`${publicOrigin}/m/${link}`)),
    shortAddress: `${publicOrigin.replace(/^https?:\/\//, '')}/go`,
    shortCode: formatShortCode(door.shortCode),
    minutes: SHORT_CODE_MINUTES,
  }
}
