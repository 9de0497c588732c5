import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

const WIDTH = 1280
const HEIGHT = 720
/** A code on a phone at arm's length: well above the 140 px at which every picture is read. */
const QR_WIDTH = 260
const FRAMES = 3
const GREY = 150

/** Lets a camera see the QR that stands on `page`: the very picture an attendee holds up, as a video in `file`. */
export async function showToCamera(page: Page, file: string): Promise<void> {
  const drawn = await page.locator('img.qr').evaluate((image: HTMLImageElement, side) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = side
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0, side, side)
    const { data } = context.getImageData(0, 0, side, side)
    return Array.from({ length: side * side }, (_, place) => (data[place * 4] ? '1' : '0')).join('')
  }, QR_WIDTH)
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    brightnessOf(drawn),
    Buffer.alloc((WIDTH * HEIGHT) / 2, 128),
  ])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(file, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]))
}

/** The QR in the middle of a grey picture. */
function brightnessOf(drawn: string): Buffer {
  const brightness = Buffer.alloc(WIDTH * HEIGHT, GREY)
  for (let place = 0; place < drawn.length; place++) {
    const across = place % QR_WIDTH
    const down = (place - across) / QR_WIDTH
    const start = ((HEIGHT - QR_WIDTH) / 2) * WIDTH + (WIDTH - QR_WIDTH) / 2
    brightness[start + down * WIDTH + across] = drawn[place] === '1' ? 235 : 16
  }
  return brightness
}
