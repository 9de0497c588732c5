import type { Express } from 'express'

export type KnownRoute = { method: 'GET' | 'POST'; path: string }

/** What the router's own layers look like (router 2). */
type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
  slash: boolean
  match: (path: string) => boolean
}

/** Where routers are mounted in app.ts; a mount that is missing here fails the walk. */
const MOUNTS = ['/m/:link', '/staff', '/kiosk']

/** Every route of the application, by walking its router: no list to keep, so none is forgotten. */
export function everyRoute(app: Express): KnownRoute[] {
  const { stack } = (app as unknown as { router: { stack: Layer[] } }).router
  return walk(stack, '').sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
}

function walk(stack: readonly Layer[], prefix: string): KnownRoute[] {
  return stack.flatMap((layer) => {
    if (layer.route) return toRoutes(layer.route, prefix)
    return layer.handle.stack ? walk(layer.handle.stack, prefix + mountOf(layer)) : []
  })
}

function mountOf(layer: Layer): string {
  if (layer.slash) return ''
  const mount = MOUNTS.find((one) => layer.match(one))
  if (mount === undefined)
    throw new Error('app.ts mounts a router where this walk does not know of')
  return mount
}

function toRoutes({ path, methods }: NonNullable<Layer['route']>, prefix: string): KnownRoute[] {
  return [path]
    .flat()
    .flatMap((one) =>
      (['GET', 'POST'] as const)
        .filter((method) => methods[method.toLowerCase()])
        .map((method) => ({ method, path: `${prefix}${one === '/' && prefix !== '' ? '' : one}` })),
    )
}
