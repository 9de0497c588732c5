import type * as Reader from 'zxing-wasm/reader'

/** Reads QR codes away from the page, so that the camera's picture never stutters. */

const loading = loadReader()

// Set before anything is awaited: a picture sent meanwhile would be lost, and the page would wait for ever.
globalThis.onmessage = ({ data }: MessageEvent<ImageData>) => {
  // An error is heard by the page, which starts another worker.
  read(data).then((texts) => {
    globalThis.postMessage(texts)
  }, reportError)
}

async function read(picture: ImageData): Promise<string[]> {
  const { readBarcodes } = await loading
  const found = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 2,
  })
  return found.map(({ text }) => text)
}

async function loadReader(): Promise<typeof Reader> {
  const address = new URL('../vendor/zxing/reader/index.js', import.meta.url).href
  const reader = (await import(address)) as typeof Reader
  // By default the package loads its WASM from a foreign network.
  reader.prepareZXingModule({
    overrides: { locateFile: () => new URL('../vendor/zxing_reader.wasm', import.meta.url).href },
  })
  return reader
}
