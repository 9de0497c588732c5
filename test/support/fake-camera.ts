import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

const WIDTH = 1280
const HEIGHT = 720
/** A code on a phone at arm's length: well above the 140 px at which every picture is read. */
const QR_WIDTH = 260
/** 0.4 s: every picture is looked at. */
const FRAMES_EACH = 4
const GREY = 150

/**
 * Lets a camera see pictures one after the other, again and again, as a video in `file`.
 * @param pictures addresses for an `<img>`; the claim page's own is what an attendee holds up
 */
export async function showToCamera(
  page: Page,
  { file, pictures }: { file: string; pictures: readonly string[] },
): Promise<void> {
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  const frames: Buffer[] = []
  for (const picture of pictures) {
    const drawn = await dotsOf(page, picture)
    const frame = [
      Buffer.from('FRAME\n'),
      brightnessOf(drawn),
      Buffer.alloc((WIDTH * HEIGHT) / 2, 128),
    ]
    frames.push(...Array.from({ length: FRAMES_EACH }, () => frame).flat())
  }
  writeFileSync(file, Buffer.concat([header, ...frames]))
}

/** @returns `1` for each light dot of the picture, `0` for each dark one, row by row */
function dotsOf(page: Page, picture: string): Promise<string> {
  return page.evaluate(
    async ({ src, side }) => {
      const image = new Image()
      image.src = src
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = side
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      context.drawImage(image, 0, 0, side, side)
      const { data } = context.getImageData(0, 0, side, side)
      return Array.from({ length: side * side }, (_, at) => (data[at * 4] ? '1' : '0')).join('')
    },
    { src: picture, side: QR_WIDTH },
  )
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
