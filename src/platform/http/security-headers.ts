import type { Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

/** Pages run only our own scripts and styles, load nothing from elsewhere, and can be framed by nobody. */
const policy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'media-src': ["'self'", 'blob:'],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'report-uri': ['/csp'],
}

/** The scan page alone: it compiles the QR reader (WASM) in a worker of our own, made through one named policy. */
const scanPolicy = {
  ...policy,
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'trusted-types': ['qr-worker'],
}

/** The claim page alone: it may register the one worker that keeps it, through one named policy. */
const claimPolicy = {
  ...policy,
  'worker-src': ["'self'"],
  'trusted-types': ['claim-worker'],
}

/** helmet's defaults allow inline styles and force HTTPS, which breaks a booth on plain HTTP; both follow `secure`. */
export function securityHeaders({ secure }: { secure: boolean }): RequestHandler {
  const shared = {
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
  }
  const headers = headersOf(
    helmet({ ...shared, contentSecurityPolicy: { useDefaults: false, directives: policy } }),
  )
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
    res.setHeader('Cache-Control', 'no-store')
    next()
  }
}

/** What helmet sets is the same for every answer, so it is asked once. */
function headersOf(middleware: ReturnType<typeof helmet>): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  const answer = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => undefined,
  }
  middleware({} as Request, answer as unknown as Response, (error) => {
    if (error !== undefined) throw new Error('helmet refuses its settings', { cause: error })
  })
  return headers
}

const scanHeader = headerOf(scanPolicy)
const claimHeader = headerOf(claimPolicy)

function headerOf(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join(';')
}

/** A worker obeys the policy its own script came with, not that of the page. */
const WORKER = /^\/assets\/[0-9a-f]+\/staff\/qr-worker\.browser\.ts$/

/** Lies among the assets, yet answers for a claim page, which lies elsewhere. */
const CLAIM_WORKER = /^\/assets\/[0-9a-f]+\/claims\/claim-worker\.browser\.ts$/

/** For the scripts of our two workers. */
export const allowWorkers: RequestHandler = (req, res, next) => {
  if (CLAIM_WORKER.test(req.path)) res.setHeader('Service-Worker-Allowed', '/m/')
  if (WORKER.test(req.path)) res.setHeader('Content-Security-Policy', scanHeader)
  next()
}

/** For the scan page: camera and WASM allowed. */
export const allowScanning: RequestHandler = (_req, res, next) => {
  res.setHeader('Content-Security-Policy', scanHeader)
  res.setHeader('Permissions-Policy', 'camera=(self), microphone=(), geolocation=()')
  next()
}

/** For the claim page: its worker allowed. */
export function allowClaimWorker(res: Response): void {
  res.setHeader('Content-Security-Policy', claimHeader)
}
