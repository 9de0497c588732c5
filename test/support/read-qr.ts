import jsqr from 'jsqr'
import type { Locator } from 'playwright-core'

const SIDE = 320

/** What a phone reads from a QR on somebody's screen, by a reader that is not ours. */
export async function readQrOn(picture: Locator): Promise<string> {
  const drawn = await picture.evaluate((image: HTMLImageElement, side) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = side
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0, side, side)
    return [...context.getImageData(0, 0, side, side).data].join(',')
  }, SIDE)
  const pixels = Uint8ClampedArray.from(drawn.split(','), Number)
  const found = jsqr.default(pixels, SIDE, SIDE)
  if (!found) throw new Error('no QR can be read')
  return found.data
}
