/**
 * Which feature may use which. This map is the architecture: a change to it is a decision record
 * (docs/decisions/0002-the-map-of-features.md).
 */
const mayUse = {
  registration: ['event', 'journal', 'staff'],
  verification: ['event', 'journal', 'registration'],
  stock: ['event', 'journal', 'claims', 'staff'],
  claims: ['event', 'journal', 'registration', 'stock'],
  staff: ['event', 'journal', 'claims', 'stock', 'boards', 'verification'],
  boards: ['event', 'journal', 'claims', 'stock', 'verification'],
  privacy: ['event', 'journal', 'registration', 'claims', 'stock'],
  journal: [],
  event: [],
  storage: [],
  rehearsal: [
    'event',
    'journal',
    'registration',
    'verification',
    'claims',
    'stock',
    'staff',
    'boards',
  ],
}

const folder = (name) => `^src/${name}/`
const plumbing = '^src/(platform|shared|storage)/'

const features = Object.entries(mayUse).map(([name, used]) => ({
  name: `feature-${name}`,
  comment: `src/${name} may use: ${['platform', 'shared', 'storage', ...used].join(', ')}`,
  severity: 'error',
  from: { path: folder(name) },
  to: { path: '^src/', pathNot: [folder(name), plumbing, ...used.map(folder)] },
}))

/** A file without a suffix is a rule, a use case or a port. */
const PURE =
  '^src/(event|registration|verification|claims|stock|staff|boards|journal|privacy)/(?!connection/)[^.]+\\.ts$'

export default {
  forbidden: [
    ...features,
    {
      name: 'rules-are-pure',
      comment: 'A file without a suffix knows no Express, SQL, Elasticsearch, Node or platform.',
      severity: 'error',
      from: { path: PURE, pathNot: ['^src/verification/connection/', '^src/event/event-file.ts$'] },
      to: {
        path: [
          '^src/platform/',
          '^src/storage/',
          '^node_modules/(express|kysely|pg|@elastic|ejs|pino)',
          '\\.(sql|routes|elastic|browser)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'rules-need-no-node',
      severity: 'error',
      from: { path: PURE, pathNot: ['^src/verification/connection/', '^src/event/event-file.ts$'] },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-place-dials',
      comment: 'Every outgoing byte goes through src/verification/connection.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/verification/connection/' },
      to: {
        dependencyTypesNot: ['type-only'],
        path: [
          '^(node:)?(net|tls|https|http2|dns|dns/promises|dgram)$',
          '^node_modules/(undici|@elastic)/',
        ],
      },
    },
    {
      name: 'one-way-to-a-cluster',
      comment:
        'Only cluster-exchange.ts opens exchanges behind a wall; only commands make the way.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/verification/connection/cluster-exchange\\.ts$' },
      to: {
        path: '^src/verification/connection/open-exchange\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'commands-make-the-way',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/commands/', '^src/verification/connection/'] },
      to: {
        path: '^src/verification/connection/(cluster-exchange|resolve-host|own-addresses)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'http-requests-only-in-the-rehearsal',
      comment: 'node:http makes servers; only the rehearsal visits its own booth with it.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/commands/(serve|doctor)\\.ts$',
          '^src/rehearsal/',
          '^src/verification/connection/',
        ],
      },
      to: { path: '^(node:)?http$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: ['^src/platform/', '^src/shared/'] },
    },
    {
      name: 'shared-knows-nobody',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'migrations-import-no-application',
      severity: 'error',
      from: { path: '^src/storage/migrations/' },
      to: { path: '^src/' },
    },
    {
      name: 'sql-stays-in-sql',
      severity: 'error',
      from: { path: '\\.routes\\.ts$' },
      to: { path: ['\\.(sql|elastic)\\.ts$', '^node_modules/(kysely|pg)/'] },
    },
    {
      name: 'adapters-know-no-express',
      severity: 'error',
      from: { path: '\\.(sql|elastic)\\.ts$' },
      to: { path: ['^node_modules/express/', '\\.routes\\.ts$'] },
    },
    {
      name: 'browser-scripts-know-no-server',
      severity: 'error',
      from: { path: '\\.browser\\.ts$' },
      to: {
        path: [
          '^node:',
          '\\.(sql|routes|elastic)\\.ts$',
          '^src/(platform/(?!.*\\.browser\\.ts$)|storage/)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'compose-is-called-from-the-top',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(main|app|compose)\\.ts$',
          '^src/composition/',
          '^src/commands/',
          '^src/rehearsal/',
        ],
      },
      to: { path: '^src/(compose|app|main)\\.ts$' },
    },
    {
      name: 'composition-is-for-compose',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/compose\\.ts$', '^src/composition/'] },
      to: { path: '^src/composition/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
}
