import type { CookieOptions, Request, Response } from 'express'

export type CookieName = 'staff' | 'kiosk' | 'key' | 'kibana' | 'handout' | 'language'

/** Names and flags follow the scheme of the public address: `__Host-` and Secure exist over HTTPS only. */
export type CookieJar = {
  read(req: Request, name: CookieName): string | undefined
  write(res: Response, name: CookieName, kept: { value: string; seconds: number }): void
  clear(res: Response, name: CookieName): void
}

/** Every cookie is httpOnly and of the whole site; those of staff and kiosk are never sent from another site. */
export function createCookieJar({ secure }: { secure: boolean }): CookieJar {
  const fullName = (name: CookieName) => (secure ? `__Host-${name}` : `booth-${name}`)
  const options = (name: CookieName): CookieOptions => ({
    httpOnly: true,
    secure,
    path: '/',
    sameSite: name === 'staff' || name === 'kiosk' ? 'strict' : 'lax',
  })
  return {
    read: (req, name) => readCookie(req.headers.cookie, fullName(name)),
    write: (res, name, { value, seconds }) => {
      res.cookie(fullName(name), value, { ...options(name), maxAge: seconds * 1000 })
    },
    clear: (res, name) => {
      res.clearCookie(fullName(name), options(name))
    },
  }
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return decoded(part.slice(at + 1).trim())
  }
  return undefined
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
