import type * as Reader from 'zxing-wasm/reader'

/** Reads QR codes away from the page, so that the camera's picture never stutters. */

const { prepareZXingModule, readBarcodes } = (await import(
  new URL('../vendor/zxing/reader/index.js', import.meta.url).href
)) as typeof Reader

// By default the package loads its WASM from a foreign network.
prepareZXingModule({
  overrides: { locateFile: () => new URL('../vendor/zxing_reader.wasm', import.meta.url).href },
})

globalThis.onmessage = ({ data }: MessageEvent<ImageData>) => {
  void readBarcodes(data, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 2 }).then(
    (found) => {
      globalThis.postMessage(found.map(({ text }) => text))
    },
  )
}
