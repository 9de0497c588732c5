import { z } from 'zod'
import { Secret } from './shared/secret.ts'

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
/** A list of which every part passes `isRight`; `expected` says what a part should be. */
const listOf = (isRight: (part: string) => boolean, expected: string) =>
  list.refine((parts) => parts.every(isRight), expected)
const isPort = (text: string) =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
const isDomain = (text: string) => /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(text)
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text
/** Pages live at the root of their own name: a path, a user or a query would be lost. */
const isBare = (text: string) => {
  const url = URL.parse(text)
  return url === null || `${url.origin}/` === url.href
}
const yes = z.stringbool({ truthy: ['yes', 'true', '1'], falsy: ['no', 'false', '0', ''] })

/** Every variable the booth reads: its form, its default, and what it is for. README and .env.example are made from it. */
export const settings = {
  NODE_ENV: {
    form: z.enum(['production', 'development', 'test']).default('development'),
    about: '`production` on event day',
  },
  PORT: {
    form: z.coerce.number().int().min(0).max(65535).default(3000),
    about: 'port to listen on',
  },
  HOST: { form: z.string().default('0.0.0.0'), about: 'address to listen on' },
  PUBLIC_URL: {
    form: z
      .url({ protocol: /^https?$/, error: 'an http:// or https:// address' })
      .refine(isBare, 'no user, path or query, only https://name:port')
      .optional(),
    about:
      'where people reach the booth, for example https://booth.example.org; default http://localhost:PORT',
  },
  EVENT_FILE: { form: z.string().min(1).default('events/pycon.yaml'), about: 'the event, as data' },
  DATA_DIR: {
    form: z.string().min(1).default('data'),
    about: 'folder of the database and the secrets',
  },
  DATABASE_URL: {
    form: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'begins with postgres://')
      .optional(),
    about: 'PostgreSQL instead of the file data/booth.db',
  },
  TRUST_PROXY: {
    form: z.coerce.number().int().min(0).max(5).default(0),
    about: 'how many reverse proxies stand in front',
  },
  VERIFY_MODE: {
    form: z.enum(['strict', 'open']).default('strict'),
    about: '`strict`: only clusters under Elastic’s own domains; `open`: any public name',
  },
  VERIFY_EXTRA_DOMAINS: {
    form: listOf(isDomain, 'domains in small letters such as example.org').default([]),
    about: 'more domains for strict mode, separated by commas',
  },
  VERIFY_EXTRA_PORTS: {
    form: listOf(isPort, 'ports from 1 to 65535').default([]),
    about: 'more ports than 443 and 9243, separated by commas',
  },
  NAT64_PREFIX: {
    form: z
      .string()
      .regex(/^[0-9a-f:]{2,}::$/i, 'a prefix such as 64:ff9b::')
      .optional(),
    about: 'IPv6-only host: the /96 prefix of its NAT64, for example 64:ff9b::',
  },
  OUR_ADDRESS: {
    form: z.union([z.ipv4(), z.ipv6()], 'an IP address').optional(),
    about:
      'the address our requests come from: shown to people whose cluster has a traffic filter, and never dialled',
  },
  LOG_LEVEL: {
    form: z.enum(['error', 'warn', 'info', 'debug', 'silent']).default('info'),
    about: 'how much is logged',
  },
  PRACTICE_ORIGINS: {
    form: listOf(isOrigin, 'origins such as http://127.0.0.1:9200').default([]),
    about:
      'rehearsal only: literal origins of practice clusters, loopback included; refused in production',
  },
  SHOW_LINKS: {
    form: yes.default(false),
    about: '`yes`: print the first enrolment links even where there is no terminal',
  },
} as const satisfies Record<string, { form: z.ZodType; about: string }>

type Forms = { -readonly [Name in keyof typeof settings]: (typeof settings)[Name]['form'] }
const schema = z.object(
  Object.fromEntries(Object.entries(settings).map(([name, { form }]) => [name, form])) as Forms,
)

/** The environment cannot be used; `message` has a line for each mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export type Config = ReturnType<typeof readConfig>

/** Reads the environment. @throws ConfigError naming every mistake at once; values are never repeated. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  // An empty variable means "not set", as in a .env file with the value left out.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = schema.safeParse(given)
  const mistakes = [
    ...(read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...forbiddenInProduction(given),
  ]
  if (!read.success || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'))
  return toConfig(read.data)
}

function toConfig({ DATABASE_URL, PUBLIC_URL, ...rest }: z.infer<typeof schema>) {
  const publicUrl = new URL(PUBLIC_URL ?? `http://localhost:${rest.PORT}`)
  return {
    production: rest.NODE_ENV === 'production',
    port: rest.PORT,
    host: rest.HOST,
    publicOrigin: publicUrl.origin,
    secure: publicUrl.protocol === 'https:',
    eventFile: rest.EVENT_FILE,
    dataDir: rest.DATA_DIR,
    databaseUrl: DATABASE_URL === undefined ? undefined : new Secret(DATABASE_URL),
    trustProxy: rest.TRUST_PROXY,
    verification: {
      mode: rest.VERIFY_MODE,
      extraDomains: rest.VERIFY_EXTRA_DOMAINS,
      extraPorts: rest.VERIFY_EXTRA_PORTS.map(Number),
      nat64Prefix: rest.NAT64_PREFIX,
      ourAddress: rest.OUR_ADDRESS,
      practiceOrigins: rest.PRACTICE_ORIGINS,
    },
    logLevel: rest.LOG_LEVEL,
    showLinks: rest.SHOW_LINKS,
    rehearsal: false,
  }
}

/** No HTTPS, and not this machine itself, which browsers trust without. */
export function isPlainHttp({ secure, publicOrigin }: Config): boolean {
  return !secure && new URL(publicOrigin).hostname !== 'localhost'
}

function forbiddenInProduction(given: Readonly<Record<string, string | undefined>>): string[] {
  if (given['NODE_ENV'] !== 'production') return []
  const mistakes = ['DEBUG', 'NODE_DEBUG']
    .filter((name) => given[name])
    .map((name) => `${name}: must not be set in production: it prints keys`)
  if (given['PRACTICE_ORIGINS'])
    mistakes.push('PRACTICE_ORIGINS: a rehearsal is refused with NODE_ENV=production')
  return mistakes
}
