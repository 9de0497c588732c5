import type { RequestHandler } from 'express'
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

/** helmet's defaults allow inline styles and force HTTPS, which breaks a booth on plain HTTP; both follow `secure`. */
export function securityHeaders({ secure }: { secure: boolean }): RequestHandler[] {
  const shared = {
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
  }
  return [
    helmet({ ...shared, contentSecurityPolicy: { useDefaults: false, directives: policy } }),
    (_req, res, next) => {
      res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
      res.setHeader('Cache-Control', 'no-store')
      next()
    },
    allowWorker,
  ]
}

const scanHeader = Object.entries(scanPolicy)
  .map(([name, values]) => `${name} ${values.join(' ')}`)
  .join(';')

/** A worker obeys the policy its own script came with, not that of the page. */
const WORKER = /^\/assets\/[0-9a-f]+\/staff\/qr-worker\.browser\.ts$/

const allowWorker: RequestHandler = (req, res, next) => {
  if (WORKER.test(req.path)) res.setHeader('Content-Security-Policy', scanHeader)
  next()
}

/** For the scan page: camera and WASM allowed. */
export const allowScanning: RequestHandler = (_req, res, next) => {
  res.setHeader('Content-Security-Policy', scanHeader)
  res.setHeader('Permissions-Policy', 'camera=(self), microphone=(), geolocation=()')
  next()
}
