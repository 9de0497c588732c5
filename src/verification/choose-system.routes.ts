import type { Request } from 'express'
import { chosen } from '../platform/http/chosen.ts'
import { SYSTEMS, type System } from './commands-by-system.ts'

/** Chosen on the page, else guessed from the browser. */
export function chooseSystem(req: Request): System {
  const system = chosen(req, 'system', SYSTEMS)
  const browser = req.get('user-agent') ?? ''
  if (system) return system
  if (browser.includes('Windows')) return 'windows'
  return browser.includes('Mac OS X') ? 'macos-arm' : 'linux-deb'
}
