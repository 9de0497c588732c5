import { drawQr } from '../platform/draw-qr.ts'
import { inHalves } from '../shared/symbols.ts'
import type { Door } from './registration.ts'
import { SHORT_CODE_MINUTES } from './short-code.ts'

/** What the views need to draw a door (`views/layout/_door.ejs`). */
export async function toDoorView(door: Pick<Door, 'link' | 'shortCode'>, publicOrigin: string) {
  return {
    qrSrc: await door.link.use((link) => drawQr(`${publicOrigin}/m/${link}`)),
    shortAddress: `${publicOrigin.replace(/^https?:\/\//, '')}/go`,
    shortCode: inHalves(door.shortCode),
    minutes: SHORT_CODE_MINUTES,
  }
}
