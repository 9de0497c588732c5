import { Secret } from '../../../src/shared/secret.ts'
import type { CheckInput } from '../../../src/verification/check-cluster.ts'
import type { ClusterAnswer, ClusterFault } from '../../../src/verification/connection/exchange.ts'
import {
  causeOfTargetRefusal,
  causeOfTypedTarget,
} from '../../../src/verification/diagnosis/cause-of-target.ts'
import type { CauseCode } from '../../../src/verification/diagnosis/causes.ts'
import { readPastedLine } from '../../../src/verification/diagnosis/read-pasted-line.ts'
import { parseApiKey } from '../../../src/verification/key/parse-api-key.ts'
import type { TargetRefusal } from '../../../src/verification/target/target.ts'
import { expectedLines } from './expected-lines.ts'
import { playDocuments } from './played-documents.ts'
import { printedLines, recorded, type Version, VERSIONS } from './recorded.ts'
import { answered, mission, patientMemory, type Script } from './scripted-cluster.ts'
import { told } from './told.ts'
import { checkTwo, type Shared } from './used-identities.ts'

/** One way in which a cause comes about. `how` is what docs/diagnosis.md says of it. */
export type Scenario = {
  code: CauseCode
  how: 'recorded' | 'simulated'
  name: string
  /** Every code the person is told, the cause first. */
  run: () => Promise<readonly string[]> | readonly string[]
}

const SECURED: readonly Version[] = ['8.19.21', '9.5.3']

/** What shells say of a command they do not find: bash's and dash's seen on real ones, the others as their users quote them. */
const NOT_FOUND_LINES = [
  'bash: metricbeat: command not found',
  'sudo: ./metricbeat: command not found',
  'zsh: command not found: metricbeat',
  'sh: 1: metricbeat: not found',
  'bash: ./metricbeat: No such file or directory',
  'zsh: no such file or directory: ./metricbeat',
  "'metricbeat' is not recognized as an internal or external command,",
  "metricbeat: The term 'metricbeat' is not recognized as a name of a cmdlet",
  "'metricbeat'은(는) 내부 또는 외부 명령, 실행할 수 있는 프로그램, 또는 배치 파일이 아닙니다.",
  "metricbeat : 'metricbeat' 용어가 cmdlet, 함수, 스크립트 파일 또는 실행할 수 있는 프로그램 이름으로 인식되지 않습니다.",
  "'metricbeat' は、内部コマンドまたは外部コマンド、操作可能なプログラムまたはバッチ ファイルとして認識されていません。",
  "metricbeat : 用語 'metricbeat' は、コマンドレット、関数、スクリプト ファイル、または操作可能なプログラムの名前として認識されません。",
]

export const scenarios: readonly Scenario[] = [
  ...typedAddresses(),
  ...pastedKeys(),
  ...connections(),
  ...recordedRefusals(),
  ...recordedData(),
  ...playedData(),
  ...pastedLines(),
  ...usedIdentities(),
]

/** Decided by the store of passes: one claim a cluster, host and agent. */
function usedIdentities(): Scenario[] {
  const shares = (code: CauseCode, shared: Shared): Scenario => ({
    code,
    how: 'simulated',
    name: `somebody else has passed with the same ${shared}`,
    run: () => checkTwo(shared),
  })
  return [
    shares('MB-CLUSTER-USED', 'cluster'),
    shares('MB-HOST-USED', 'host'),
    shares('MB-AGENT-USED', 'agent'),
  ]
}

function typedAddresses(): Scenario[] {
  const refused = (code: CauseCode, reason: TargetRefusal): Scenario => ({
    code,
    how: 'simulated',
    name: `the address is refused: ${reason}`,
    run: () => [causeOfTargetRefusal(reason)],
  })
  const typed = (code: CauseCode, reason: TargetRefusal, text: string): Scenario => ({
    code,
    how: 'simulated',
    name: `typed as address: ${text}`,
    run: () => [causeOfTypedTarget(reason, text)],
  })
  return [
    refused('MB-ADDRESS-EMPTY', 'empty'),
    refused('MB-ADDRESS-TOO-LONG', 'too_long'),
    refused('MB-ADDRESS-BAD-CHARACTERS', 'bad_chars'),
    refused('MB-ADDRESS-NOT-HTTPS', 'scheme'),
    refused('MB-ADDRESS-UNREADABLE', 'cloudid_b64'),
    refused('MB-CLOUD-ID-BROKEN', 'cloudid_shape'),
    refused('MB-ADDRESS-MISTYPED', 'bad_label'),
    refused('MB-ADDRESS-LOCAL', 'denied_suffix'),
    refused('MB-ADDRESS-IS-NUMBER', 'numeric_tld'),
    refused('MB-ADDRESS-PORT', 'port'),
    refused('MB-ADDRESS-NOT-ELASTIC', 'not_allowlisted'),
    refused('MB-KIBANA-ADDRESS', 'kibana_address'),
    refused('MB-OTHER-PRODUCT-ADDRESS', 'wrong_product'),
    typed('MB-KIBANA-ADDRESS', 'shape', 'https://my.kb.eu.aws.found.io/app/discover#/'),
    typed('MB-CONSOLE-ADDRESS', 'shape', 'https://cloud.elastic.co/deployments/4f1a'),
    typed(
      'MB-PRIVATE-LINK',
      'wrong_product',
      'https://x.es.privatelink.eu.azure.elastic-cloud.com',
    ),
    typed('MB-DEPLOYMENT-BEING-CREATED', 'wrong_product', 'https://undefined.eu.aws.found.io'),
  ]
}

function pastedKeys(): Scenario[] {
  const pasted = (code: CauseCode, text: string, what: string): Scenario => ({
    code,
    how: 'simulated',
    name: `pasted as key: ${what}`,
    run: () => {
      const parsed = parseApiKey(text)
      return parsed.kind === 'refused' ? [parsed.code] : ['used']
    },
  })
  const encoded = 'dHJuaUFhSUJqczFIa2s0VWlucVo6eF9BYi0wMTIzNDU2Nzg5YWJjZGVmZw=='
  return [
    pasted('MB-KEY-EMPTY', ' ', 'nothing'),
    pasted('MB-KEY-ONLY-ID', 'trniAaIBjs1Hkk4UinqZ', 'only the id'),
    pasted('MB-KEY-ONLY-SECRET', 'x_Ab-0123456789abcdefg', 'only the secret'),
    pasted('MB-KEY-CUT-OFF', encoded.slice(0, 50), 'a cut-off key'),
    pasted('MB-KEY-IS-ADDRESS', 'https://my.es.eu.aws.found.io', 'an address'),
    pasted('MB-KEY-BASIC-LOGIN', 'elastic:changeme', 'user and password'),
    pasted('MB-KEY-UNREADABLE', 'my key', 'a word'),
  ]
}

function connections(): Scenario[] {
  const fault = (code: CauseCode, fault: ClusterFault): Scenario =>
    asked(code, `the connection ends: ${fault}`, { kind: 'fault', fault })
  const proxy = (status: number, message: string) => answered({ ok: false, message }, status)
  const error = (status: number, type: string, product = true): ClusterAnswer => {
    const body = { error: { type, reason: null, root_cause: [{ type }] }, status }
    return { kind: 'answer', status, product, kibana: false, body }
  }
  const kibana = answered({ statusCode: 401, error: 'Unauthorized', message: 'x' }, 401)
  const withoutProduct = (body: unknown): ClusterAnswer => ({
    kind: 'answer',
    status: 200,
    product: false,
    kibana: false,
    body,
  })
  const oldServer = withoutProduct({ took: 1, responses: [] })
  const foreign = withoutProduct({ hello: 'world' })
  const kibanaHeader: ClusterAnswer = {
    kind: 'answer',
    status: 400,
    product: false,
    kibana: true,
    body: { error: 'x' },
  }
  return [
    fault('MB-NAME-UNKNOWN', 'name_unknown'),
    fault('MB-ADDRESS-BLOCKED', 'address_blocked'),
    fault('MB-UNREACHABLE', 'unreachable'),
    fault('MB-TIMEOUT', 'timeout'),
    fault('MB-TLS', 'tls'),
    fault('MB-WEB-PAGE', 'not_elasticsearch'),
    fault('MB-ANSWER-TOO-BIG', 'answer_too_big'),
    fault('MB-ANSWER-MALFORMED', 'malformed'),
    fault('MB-WE-ARE-BUSY', 'busy'),
    fault('MB-OUR-REQUEST', 'too_many_requests_in_check'),
    asked('MB-NOT-ELASTICSEARCH', '200 without the product header', foreign),
    asked('MB-TOO-OLD', 'a search answered without the product header', oldServer),
    asked('MB-TOO-OLD', 'an old server’s 400', error(400, 'parsing_exception', false)),
    asked('MB-KIBANA-ANSWERED', 'Kibana’s 401', kibana),
    asked('MB-KIBANA-ANSWERED', 'Kibana’s header', kibanaHeader),
    asked('MB-TRAFFIC-FILTER', 'the proxy’s 403', proxy(403, 'Forbidden')),
    asked('MB-DEPLOYMENT-UNKNOWN', 'the proxy’s 404', proxy(404, 'Unknown deployment.')),
    asked('MB-DEPLOYMENT-UNHEALTHY', 'the proxy’s 503', proxy(503, 'unavailable')),
    asked('MB-DEPLOYMENT-UNHEALTHY', 'a 502 page', answered(undefined, 502)),
    asked(
      'MB-CLUSTER-STARTING',
      'no elected master',
      error(503, 'master_not_discovered_exception'),
    ),
    asked(
      'MB-CLUSTER-STARTING',
      'the key store opens',
      error(503, 'authentication_processing_error'),
    ),
    asked('MB-CLUSTER-BUSY', 'search queue full', error(429, 'es_rejected_execution_exception')),
    asked('MB-ANSWER-MALFORMED', '200 outside the schema', answered({ responses: [1] })),
    asked('MB-UNKNOWN', 'an answer of a kind nobody has seen', error(418, 'teapot_exception')),
    asked('MB-DISK-FULL', 'a block for a full disk', {
      ...answered(
        blocked('index [metricbeat-9] blocked by: [FORBIDDEN/12/disk usage exceeded]'),
        403,
      ),
    }),
    asked('MB-INDEX-READ-ONLY', 'a block for writing', {
      ...answered(
        blocked('index [metricbeat-9] blocked by: [FORBIDDEN/8/index write (api)];'),
        403,
      ),
    }),
    asked('MB-KEY-CLOUD-ORGANISATION', 'an essu_ key, refused', recorded('9.5.3', 'auth-essu'), {
      key: new Secret('ApiKey essu_VTJGc2RHVmtYMStqZz09'),
    }),
  ]
}

function blocked(reason: string) {
  const block = { type: 'cluster_block_exception', reason }
  return { error: { ...block, root_cause: [block] }, status: 403 }
}

/** A probe answered so; the name says who played the cluster. */
function asked(
  code: CauseCode,
  name: string,
  ...[probe, input = {}]: [ClusterAnswer, Partial<CheckInput>?]
): Scenario {
  return { code, how: 'simulated', name, run: () => told({ probe }, input) }
}

type Where = { version: Version; name: string }

function recordedRefusals(): Scenario[] {
  const from = (
    code: CauseCode,
    name: string,
    versions: readonly Version[] = SECURED,
  ): Scenario[] =>
    versions.map((version) => ({
      code,
      how: 'recorded',
      name: `ES:${name} of ${version}`,
      run: () => told({ probe: recorded(version, name) }),
    }))
  const sharper = (code: CauseCode, { version, name }: Where, script: Omit<Script, 'probe'>) => ({
    code,
    how: 'recorded' as const,
    name: `ES:${name} of ${version}, then a second question`,
    run: () => told({ probe: recorded(version, name), ...script }),
  })
  const writesOnly = answered({ index: { 'metricbeat-*': { read: false, create_doc: true } } })
  return [
    ...from('MB-KEY-MISSING', 'msearch-auth-none'),
    ...from('MB-KEY-MISSING', 'auth-empty'),
    ...from('MB-KEY-MISSING', 'auth-encoded-without-scheme'),
    ...from('MB-KEY-UNKNOWN', 'auth-unknown-id'),
    ...from('MB-KEY-WRONG-SECRET', 'auth-wrong-secret'),
    ...from('MB-KEY-WRONG-SECRET', 'auth-encoded-cut'),
    ...from('MB-KEY-EXPIRED', 'msearch-expired'),
    ...from('MB-KEY-INVALIDATED', 'auth-invalidated'),
    ...from('MB-KEY-BASIC-LOGIN', 'auth-basic-wrong-password'),
    ...from('MB-KEY-BASIC-LOGIN', 'auth-basic-unknown-user'),
    ...from('MB-KEY-BASIC-LOGIN', 'auth-basic-no-colon'),
    ...from('MB-KEY-REFUSED', 'auth-malformed-base64'),
    ...from('MB-KEY-REFUSED', 'auth-id-only-raw'),
    ...from('MB-KEY-REFUSED', 'auth-secret-only-raw'),
    ...from('MB-KEY-REFUSED', 'auth-apikey-twice'),
    ...from('MB-KEY-REFUSED', 'auth-encoded-as-bearer'),
    ...from('MB-KEY-REFUSED', 'auth-id-colon-key-raw'),
    ...from('MB-KEY-CANNOT-READ', 'index-msearch-nothing'),
    ...from('MB-KEY-CANNOT-READ', 'noindex-msearch-writeonly'),
    ...from('MB-KEY-CANNOT-READ', 'index-search-carol'),
    ...from('MB-INDEX-READ-BLOCKED', 'blocked-msearch', VERSIONS),
    ...from('MB-INDEX-READ-BLOCKED', 'blocked-wildcard', VERSIONS),
    ...from('MB-CLUSTER-BUSY', 'breaker-msearch', VERSIONS),
    ...from('MB-CLUSTER-BUSY', 'breaker-inflight-msearch', VERSIONS),
    ...from('MB-SHARDS-FAILED', 'red-concrete', VERSIONS),
    ...from('MB-OUR-REQUEST', 'msearch-no-newline', VERSIONS),
    ...from('MB-OUR-REQUEST', 'msearch-malformed-part', VERSIONS),
    ...from('MB-OUR-REQUEST', 'media-type-text', VERSIONS),
    ...from('MB-OUR-REQUEST', 'method-not-allowed', VERSIONS),
    ...from('MB-OUR-REQUEST', 'no-such-endpoint', VERSIONS),
    ...SECURED.map((version) =>
      sharper(
        'MB-KEY-WRITES-ONLY',
        { version, name: 'index-msearch-writeonly' },
        { privileges: writesOnly },
      ),
    ),
    ...SECURED.map((version) =>
      sharper(
        'MB-KEY-CANNOT-READ',
        { version, name: 'index-msearch-elsewhere' },
        { privileges: recorded(version, 'index-has-privileges-elsewhere') },
      ),
    ),
    sharper(
      'MB-CLUSTER-STARTING',
      { version: '9.5.3', name: 'auth-malformed-base64' },
      { authenticate: answered({}) },
    ),
  ]
}

function recordedData(): Scenario[] {
  const ofAll = (code: CauseCode, name: string, input: Partial<CheckInput> = {}): Scenario[] =>
    VERSIONS.map((version) => ({
      code,
      how: 'recorded',
      name: `ES:${name} of ${version}`,
      run: () => told({ probe: recorded(version, name) }, input),
    }))
  const superuser = SECURED.map((version): Scenario => ({
    code: 'MB-KEY-SUPERUSER',
    how: 'recorded',
    name: `ES:has-privileges-superuser-key of ${version}`,
    run: () =>
      told(
        {
          probe: recorded(version, 'keyword-msearch2'),
          'all-privileges': recorded(version, 'has-privileges-superuser-key'),
        },
        { memory: { ...patientMemory, keySeenBefore: false } },
      ),
  }))
  const noData = SECURED.map((version): Scenario => ({
    code: 'MB-NO-DATA',
    how: 'recorded',
    name: `ES:noindex-msearch-valid, noindex-has-privileges-valid of ${version}`,
    run: () =>
      told({
        probe: recorded(version, 'noindex-msearch-valid'),
        privileges: recorded(version, 'noindex-has-privileges-valid'),
      }),
  }))
  const fresh = { memory: { keySeenBefore: true, registeredAt: '2026-11-22T06:12:50.000Z' } }
  const demanding = { mission: { ...mission, documents: 9 } }
  return [
    ...superuser,
    ...noData,
    {
      code: 'MB-NO-DATA',
      how: 'recorded',
      name: 'ES:noindex-msearch of 7.17.29',
      run: () => told({ probe: recorded('7.17.29', 'noindex-msearch') }),
    },
    ...ofAll('MB-WAITING-FOR-DATA', 'empty-msearch2', fresh),
    ...ofAll('MB-INDEX-EMPTY', 'empty-msearch2'),
    ...ofAll('MB-INDEX-ODD', 'odd-timestamp-msearch'),
    ...ofAll('MB-SHARDS-FAILED', 'red-msearch', demanding),
    ...ofAll('MB-TOO-FEW', 'keyword-msearch2', demanding),
    ...ofAll('MB-CLOCK-AHEAD', 'future-search'),
    ...ofAll('MB-RIGHT-CONNECTED', 'keyword-msearch2', demanding),
    ...ofAll('MB-RIGHT-KEY', 'keyword-msearch2', demanding),
    ...ofAll('MB-RIGHT-METRICS', 'keyword-msearch2', demanding),
    ...ofAll('MB-RIGHT-TAG', 'keyword-msearch2', demanding),
    ...ofAll('MB-TAG-NEAR-MISS', 'keyword-msearch2', { tag: 'pycon-7F3k-q9' }),
    ...ofAll('MB-TAG-NEAR-MISS', 'text-msearch2', { tag: 'pycon-7F3k-q9' }),
    ...ofAll('MB-TAG-NEAR-MISS', 'mixed-msearch2', { tag: 'pycon-7F3k-q9' }),
  ]
}

function playedData(): Scenario[] {
  return playDocuments.map(({ code, name, run }) => ({ code, how: 'simulated', name, run }))
}

function pastedLines(): Scenario[] {
  const printed = printedLines.map(({ case: name, metricbeat, lines }): Scenario => ({
    code: expectedLines[name] ?? 'MB-UNKNOWN',
    how: 'recorded',
    name: `${name} of Metricbeat ${metricbeat}`,
    run: () => [readPastedLine(lines.join('\n')).code],
  }))
  const played = (code: CauseCode, line: string): Scenario => ({
    code,
    how: 'simulated',
    name: `pasted: ${line.slice(0, 60)}`,
    run: () => [readPastedLine(line).code],
  })
  const to = 'Failed to connect to backoff(elasticsearch('
  return [
    ...printed,
    played(
      'MB-YAML',
      'Exiting: error loading config file: yaml: line 3: mapping values are not allowed',
    ),
    played('MB-SHIPS-TO-KIBANA', `${to}https://my.kb.eu.aws.found.io:443)): 404 Not Found`),
    played(
      'MB-SHIPPING-NETWORK',
      `${to}https://x:443)): Get "https://x": x509: certificate signed by`,
    ),
    played('MB-SHIPPING-CANNOT-CONNECT', `${to}https://x.found.io:443)): something new`),
    played('MB-SHIPPING-LOGIN-REFUSED', 'talk to server... ERROR 401 Unauthorized: {}'),
    played('MB-SHIPPING-KEY-EXPIRED', '401 Unauthorized: {"x":"API key: api key is expired"}'),
    played(
      'MB-TAG-IN-TEMPLATE-SETTINGS',
      'failed to load template: 400 unknown setting [index.tags]',
    ),
    played('MB-METRICBEAT-SILENT', '{"log.level":"info","message":"metricbeat start running."}'),
    played(
      'MB-FILE-NOT-FOUND',
      'Exiting: error loading config file: stat metricbeat.yml: no such file or directory',
    ),
    played(
      'MB-SETTING-INVALID',
      "Exiting: time: invalid duration \"often\" accessing 'metricbeat.modules.0.period' (source:'metricbeat.yml')",
    ),
    played(
      'MB-MODULE-FILE-YAML',
      'Exiting: loading configs: 1 error: invalid config: yaml: line 2: mapping values are not allowed in this context',
    ),
    ...NOT_FOUND_LINES.map((line) => played('MB-COMMAND-NOT-FOUND', line)),
    played('MB-LINE-UNKNOWN', 'bash: curl: command not found'),
    played(
      'MB-DISK-FULL',
      'index [m] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage',
    ),
  ]
}
