import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  ELASTIC_DOMAINS,
  ELASTIC_PORTS,
  parseTarget,
} from '../../../src/verification/target/parse-target.ts'
import type { TargetPolicy, TargetRefusal } from '../../../src/verification/target/parse-target.ts'

/** What happens to a text: `host:port` where it may go, the refusal's name, or `refused` where any name will do. */
type Verdict = TargetRefusal | 'refused' | `${string}:${number}`

/** Open mode is named only where it differs: a text that only the list stops. */
type Row = readonly [typed: unknown, strict: Verdict, open?: Verdict]

const STRICT: TargetPolicy = {
  mode: 'strict',
  allowedSuffixes: ELASTIC_DOMAINS,
  allowedPorts: ELASTIC_PORTS,
  rehearsalOrigins: [],
}
const OPEN: TargetPolicy = { ...STRICT, mode: 'open' }

const DOMAIN = 'ap-northeast-2.aws.found.io'
const HOST = `pycon-kr.es.${DOMAIN}`
const URL_TEXT = `https://${HOST}`
const ES = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const KB = 'ffeeddccbbaa99887766554433221100'
const b64 = (decoded: string | Uint8Array) => Buffer.from(decoded).toString('base64')
const CODE = b64(`${DOMAIN}$${ES}`)
const PADDED = b64(`${DOMAIN}$${ES}$`)
const CLOUD_HOST = `${ES}.${DOMAIN}`
/** 253 characters when `first` has 52. */
const longHost = (first: number) =>
  ['a'.repeat(first), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(63), 'found.io'].join('.')

const honest: readonly Row[] = [
  [URL_TEXT, `${HOST}:443`],
  [`HTTPS://${HOST.toUpperCase()}/`, `${HOST}:443`],
  [`hTtPs://Pycon-KR.eS.AP-northeast-2.AWS.Found.IO:9243/`, `${HOST}:9243`],
  [`\t\r\n ${URL_TEXT}/ \n\n`, `${HOST}:443`],
  ['https://x.CLOUD.ES.IO', 'x.cloud.es.io:443'],
  ['https://a.b.c.d.e.elastic.cloud:9243', 'a.b.c.d.e.elastic.cloud:9243'],
  ['https://ab--cd.elastic-cloud.com', 'ab--cd.elastic-cloud.com:443'],
  ['https://1.found.io', '1.found.io:443'],
  ['https://10.0.0.1.found.io', '10.0.0.1.found.io:443'],
  ['https://localhost.found.io', 'localhost.found.io:443'],
  ['https://x.elastic-cloud.com.found.io', 'x.elastic-cloud.com.found.io:443'],
  [HOST, 'cloudid_b64'],
  [`${HOST}:443`, 'cloudid_b64'],
  ['localhost:9200', 'cloudid_b64'],
  ['[::1]:443', 'cloudid_b64'],
  [`https//${HOST}`, 'cloudid_b64'],
  [`https.//${HOST}`, 'cloudid_b64'],
  [`https;//${HOST}`, 'cloudid_b64'],
  [`https ://${HOST}`, 'bad_chars'],
  [`https: //${HOST}`, 'bad_chars'],
  [`htps://${HOST}`, 'scheme'],
  [`ttps://${HOST}`, 'scheme'],
  [`http://${HOST}:443`, 'scheme'],
  [`HTTP://${HOST}`, 'scheme'],
  [`https://https://${HOST}`, 'shape'],
  [`${URL_TEXT}${URL_TEXT}`, 'shape'],
  [`${URL_TEXT} ${URL_TEXT}`, 'bad_chars'],
  [`${URL_TEXT}\n${URL_TEXT}`, 'bad_chars'],
  [`${URL_TEXT},`, 'shape'],
  [`${URL_TEXT};`, 'shape'],
  [`${URL_TEXT})`, 'shape'],
  [`${URL_TEXT}.`, 'bad_label'],
  [`${URL_TEXT}/app/discover`, 'shape'],
  [`https://x.kb.${DOMAIN}/s/team/login`, 'shape'],
  [`"${URL_TEXT}"`, 'cloudid_b64'],
  [`"${URL_TEXT}",`, 'cloudid_b64'],
  [`'${URL_TEXT}'`, 'cloudid_b64'],
  [`\u201c${URL_TEXT}:9243\u201d`, 'bad_chars'],
  [`<${URL_TEXT}>`, 'cloudid_b64'],
  [`[booth](${URL_TEXT})`, 'cloudid_b64'],
  [`{"url":"${URL_TEXT}"}`, 'cloudid_b64'],
  [`{"url": "${URL_TEXT}"}`, 'bad_chars'],
  [`["${URL_TEXT}"]`, 'cloudid_b64'],
  [`hosts: ["${URL_TEXT}:443"]`, 'bad_chars'],
  [`output.elasticsearch:\n  hosts: ["${URL_TEXT}"]`, 'bad_chars'],
  [`ES_URL=${URL_TEXT}`, 'cloudid_b64'],
  [`export ES_URL=${URL_TEXT}`, 'bad_chars'],
  [`curl -u elastic:changeme ${URL_TEXT}`, 'bad_chars'],
  // Only what follows the last colon is judged, so this is a four-character "code".
  [`curl ${URL_TEXT}:9243`, 'cloudid_b64'],
  [`\uc8fc\uc18c ${URL_TEXT}:443`, 'cloudid_b64'],
  [`\uc8fc\uc18c ${URL_TEXT}`, 'bad_chars'],
  ['https://\ub0b4\ubc30\ud3ec.found.io', 'bad_chars'],
  ['https://cloud.elastic.co', 'not_allowlisted', 'cloud.elastic.co:443'],
  ['https://cloud.elastic.co/deployments/abc', 'shape'],
  ['elastic:changeme', 'cloudid_shape'],
  ['cloud.auth: elastic:changeme', 'cloudid_shape'],
  ['https://', 'shape'],
  ['https:// ', 'shape'],
  ['https://:443', 'shape'],
  ['https://?', 'shape'],
  ['my cluster', 'bad_chars'],
  [' \t\r\n \n', 'empty'],
  [' '.repeat(5000), 'empty'],
]

const unicode: readonly Row[] = [
  ['\u00a0', 'bad_chars'],
  ['\u3000', 'bad_chars'],
  ['\u200b', 'bad_chars'],
  ['\u000b', 'bad_chars'],
  [`${URL_TEXT}\u00a0`, 'bad_chars'],
  [`\u00a0${URL_TEXT}`, 'bad_chars'],
  [`${URL_TEXT}\u000b`, 'bad_chars'],
  [`\u000c${URL_TEXT}`, 'bad_chars'],
  [`\ufeff${URL_TEXT}`, 'bad_chars'],
  [`\ufeff${URL_TEXT}:9243`, 'cloudid_b64'],
  [`\u200b${URL_TEXT}:443`, 'cloudid_b64'],
  [`${URL_TEXT}\u0000`, 'bad_chars'],
  [`${URL_TEXT}\u007f`, 'bad_chars'],
  [`${URL_TEXT}\u0085`, 'bad_chars'],
  [`${URL_TEXT}\u2028`, 'bad_chars'],
  ['https://x\u00a0.found.io', 'bad_chars'],
  ['https://x\u200b.found.io', 'bad_chars'],
  ['https://x\u200d.found.io', 'bad_chars'],
  ['https://x\u2060.found.io', 'bad_chars'],
  ['https://x\u00ad.found.io', 'bad_chars'],
  ['https://x\u0301.found.io', 'bad_chars'],
  ['https://x\ufe0f.found.io', 'bad_chars'],
  ['https://\u202eoi.dnuof.x', 'bad_chars'],
  ['https://\u2066x.found.io\u2069', 'bad_chars'],
  ['https://x.found\u3002io', 'bad_chars'],
  ['https://x.found\uff0eio', 'bad_chars'],
  ['https://x.found\uff61io', 'bad_chars'],
  ['https://x.f\u043eund.io', 'bad_chars'],
  ['https://x.f\u03bfund.io', 'bad_chars'],
  ['https://x.\uff46\uff4f\uff55\uff4e\uff44.io', 'bad_chars'],
  ['https://x.elastic\u2010cloud.com', 'bad_chars'],
  ['https://x.elastic\u2013cloud.com', 'bad_chars'],
  // Lower-casing turns the Kelvin sign into a plain k and the dotted capital I into an i.
  ['https://x-\u212a.found.io', 'bad_chars'],
  ['https://\u212ab.found.io', 'bad_chars'],
  ['https://x.found.\u0130o', 'bad_chars'],
  ['http\u017f://x.found.io', 'bad_chars'],
  ['\uff48\uff54\uff54\uff50\uff53://x.found.io', 'bad_chars'],
  ['\uff48\uff54\uff54\uff50\uff53://x.found.io:443', 'refused'],
  ['https\uff1a//x.found.io', 'bad_chars'],
  ['https:\uff0f\uff0fx.found.io', 'bad_chars'],
  ['https://evil.com\uff0f.found.io', 'bad_chars'],
  ['https://evil.com\uff03.found.io', 'bad_chars'],
  ['https://evil.com\uff1f.found.io', 'bad_chars'],
  ['https://evil.com\uff20x.found.io', 'bad_chars'],
  ['https://evil.c\u2100.found.io', 'bad_chars'],
  ['https://evil.com\u2044.found.io', 'bad_chars'],
  ['https://x.found.io:\uff14\uff14\uff13', 'bad_chars'],
  ['https://x.found.io:\u0664\u0664\u0663', 'bad_chars'],
  ['https://\ud83c\udfbd.found.io', 'bad_chars'],
  ['https://x\ud800.found.io', 'bad_chars'],
  ['https://\u{e0061}x.found.io', 'bad_chars'],
  ['https://\u00df.found.io', 'bad_chars'],
]

const parserTricks: readonly Row[] = [
  [`ht\ntps://${HOST}`, 'bad_chars'],
  [`https:/\t/${HOST}`, 'bad_chars'],
  [`h\tttps://${HOST}:9243`, 'cloudid_b64'],
  [`https:\n//${HOST}:443`, 'cloudid_b64'],
  [`${URL_TEXT}:9\n243`, 'bad_chars'],
  [`https://\t${HOST}`, 'bad_chars'],
  [`https:/\\${HOST}`, 'cloudid_b64'],
  [`https:\\/${HOST}`, 'cloudid_b64'],
  [`https://\\${HOST}`, 'shape'],
  [`${URL_TEXT}\\`, 'shape'],
  [`https://evil.com\\.found.io`, 'shape'],
  [`https:////${HOST}`, 'shape'],
  [`${URL_TEXT}//`, 'shape'],
  [`${URL_TEXT}/.`, 'shape'],
  [`${URL_TEXT}/..`, 'shape'],
  [`${URL_TEXT}/%2e`, 'shape'],
  [`${URL_TEXT}?`, 'shape'],
  [`${URL_TEXT}#`, 'shape'],
  [`${URL_TEXT}/#`, 'shape'],
  [`${URL_TEXT};@evil.com`, 'shape'],
  [`https://@${HOST}`, 'shape'],
  [`https://:@${HOST}`, 'shape'],
  [`https://a@b@${HOST}`, 'shape'],
  [`${URL_TEXT}:443#@evil.com`, 'shape'],
  ['https://evil.com/x.found.io', 'shape'],
  ['https://evil.com?.found.io', 'shape'],
  ['https://evil.com#.found.io', 'shape'],
  ['https://evil.com;.found.io', 'shape'],
  ['https://evil.com,x.found.io', 'shape'],
  ['https://evil.com&x.found.io', 'shape'],
  ['https://{x}.found.io', 'shape'],
  ['https://*.found.io', 'shape'],
  ['https://x.found.io%2eevil.com', 'shape'],
  ['https://x%2efound%2eio', 'shape'],
  ['https://x.found.io%252eevil.com', 'shape'],
  ['https://%78.found.io', 'shape'],
  ['https://x.found.io%0d%0aHost:evil.com', 'shape'],
  ['https://x.found.io%', 'shape'],
  [`https%3A%2F%2F${HOST}`, 'cloudid_b64'],
  [`https%253A%252F%252F${HOST}`, 'cloudid_b64'],
  [`wss://${HOST}`, 'scheme'],
  [`ws://${HOST}:443`, 'scheme'],
  [`ldap://${HOST}`, 'scheme'],
  [`foo://${CODE}`, 'scheme'],
  [`blob:${URL_TEXT}`, 'cloudid_b64'],
  [`view-source:${URL_TEXT}`, 'cloudid_b64'],
  [`url:${URL_TEXT}`, 'cloudid_b64'],
  [`data:text/html;base64,${b64('<script>')}`, 'cloudid_b64'],
  [`javascript:fetch('${URL_TEXT}')`, 'cloudid_b64'],
  [`git+https://${HOST}`, 'cloudid_b64'],
  [`://${HOST}`, 'cloudid_b64'],
  [`?${URL_TEXT}`, 'cloudid_b64'],
]

const ports: readonly Row[] = [
  [`${URL_TEXT}:443/`, `${HOST}:443`],
  [`${URL_TEXT}:`, 'shape'],
  [`${URL_TEXT}:/`, 'shape'],
  [`${URL_TEXT}:00443`, 'port_form'],
  [`${URL_TEXT}:00`, 'port_form'],
  [`${URL_TEXT}:09243/`, 'port_form'],
  [`https://localhost:0443`, 'port_form'],
  [`https://127.1:0443`, 'port_form'],
  [`${URL_TEXT}:000443`, 'shape'],
  [`${URL_TEXT}:443443`, 'shape'],
  [`${URL_TEXT}:443abc`, 'shape'],
  [`${URL_TEXT}:+443`, 'shape'],
  [`${URL_TEXT}:-443`, 'shape'],
  [`${URL_TEXT}:0x1bb`, 'shape'],
  [`${URL_TEXT}:443.0`, 'shape'],
  [`${URL_TEXT}:4e2`, 'shape'],
  [`${URL_TEXT}:443:443`, 'shape'],
  [`${URL_TEXT}: 443`, 'bad_chars'],
  [`${URL_TEXT}:65535`, 'port'],
  [`${URL_TEXT}:65536`, 'url_parse'],
  // 65536 + 443: a sixteen-bit reader would see 443.
  [`${URL_TEXT}:65979`, 'url_parse'],
  [`${URL_TEXT}:80`, 'port'],
  [`${URL_TEXT}:9200`, 'port'],
  [`${URL_TEXT}:9300`, 'port'],
  [`${URL_TEXT}:5601`, 'port'],
  [`${URL_TEXT}:8443`, 'port'],
]

const numbers: readonly Row[] = [
  ['https://127.0.1', 'parser_disagrees'],
  ['https://0x7f.1', 'parser_disagrees'],
  ['https://0X7F.0.0.1', 'parser_disagrees'],
  ['https://0x', 'parser_disagrees'],
  ['https://127.0.0.0x', 'parser_disagrees'],
  ['https://0300.0250.1', 'parser_disagrees'],
  ['https://0x7f.0.0.01', 'parser_disagrees'],
  ['https://4294967295', 'parser_disagrees'],
  ['https://4294967296', 'url_parse'],
  ['https://8.8.8.8.', 'parser_disagrees'],
  ['https://256.256.256.256', 'url_parse'],
  ['https://1.2.3.4.5', 'url_parse'],
  ['https://127.0.0.08', 'url_parse'],
  ['https://x.found.io.1', 'url_parse'],
  ['https://x.found.io.0x1', 'url_parse'],
  ['https://8.8.8.8', 'numeric_tld'],
  ['https://127.0.0.1:22', 'numeric_tld'],
  ['https://1.1.1.1..', 'bad_label'],
  ['https://x.found.0xg', 'numeric_tld'],
  ['https://x.found.io1', 'numeric_tld'],
  ['https://x.found.i0', 'numeric_tld'],
  ['https://x.found.i-o', 'numeric_tld'],
  ['https://[::ffff:10.0.0.1]', 'shape'],
  ['https://[::ffff:0:7f00:1]:443', 'shape'],
  ['https://[0:0:0:0:0:ffff:a9fe:a9fe]', 'shape'],
  ['https://[::1%lo]', 'shape'],
  ['https://[fe80::1%25en0]:9243', 'shape'],
  ['https://[v1.x]', 'shape'],
  ['https://[x.found.io]', 'shape'],
  ['https://::1', 'shape'],
  ['https://2001:db8::1', 'shape'],
  ['https://2606:4700::6810:85e5:443', 'shape'],
]

const names: readonly Row[] = [
  ['https://.', 'bad_label'],
  ['https://.found.io', 'bad_label'],
  ['https://x..found.io', 'bad_label'],
  ['https://x.found.io..', 'bad_label'],
  ['https://x-.found.io', 'bad_label'],
  ['https://-.found.io', 'bad_label'],
  ['https://localhost.', 'refused'],
  ['https://LOCALHOST', 'single_label'],
  ['https://a', 'single_label'],
  ['https://io:9243', 'single_label'],
  [`https://${'a'.repeat(63)}.found.io`, `${'a'.repeat(63)}.found.io:443`],
  [`https://${'a'.repeat(64)}.found.io`, 'bad_label'],
  [`https://${longHost(52)}`, `${longHost(52)}:443`],
  [`https://${longHost(53)}`, 'bad_label'],
  [`https://${'a'.repeat(1016)}`, 'single_label'],
  [`https://${'a'.repeat(1017)}`, 'too_long'],
  [`  https://${'a'.repeat(1016)}\r\n`, 'single_label'],
  ['https://XN--E1AWD7F.found.io', 'idn'],
  ['https://x.xn--p1ai', 'idn'],
  ['https://x.xn--found-8ve.io', 'refused'],
  // Not decodable: whether `new URL()` throws first depends on the platform's parser.
  ['https://xn--a.found.io', 'refused'],
  ['https://xn--.found.io', 'refused'],
  ['https://foo.localhost', 'denied_suffix'],
  ['https://router.LAN', 'denied_suffix'],
  ['https://x.localdomain', 'denied_suffix'],
  ['https://home.arpa', 'denied_suffix'],
  ['https://nas.home.arpa', 'denied_suffix'],
  ['https://es.test', 'denied_suffix'],
  ['https://x.found.io.invalid', 'denied_suffix'],
  ['https://x.found.io.nip.io', 'denied_suffix'],
  ['https://10-0-0-1.sslip.io', 'denied_suffix'],
  ['https://NIP.IO:9200', 'denied_suffix'],
  ['https://ip.es.io', 'denied_suffix'],
  ['https://a.b.LVH.me', 'denied_suffix'],
  ['https://xip.es.io', 'not_allowlisted', 'xip.es.io:443'],
  ['https://notnip.io', 'not_allowlisted', 'notnip.io:443'],
  ['https://x.es.io', 'not_allowlisted', 'x.es.io:443'],
  ['https://es.io', 'not_allowlisted', 'es.io:443'],
  ['https://cloud.es.io', 'not_allowlisted', 'cloud.es.io:443'],
  ['https://xcloud.es.io', 'not_allowlisted', 'xcloud.es.io:443'],
  ['https://elastic.cloud', 'not_allowlisted', 'elastic.cloud:443'],
  ['https://elastic-cloud.com:9243', 'not_allowlisted', 'elastic-cloud.com:9243'],
  ['https://x.elastic.cloud.evil', 'not_allowlisted', 'x.elastic.cloud.evil:443'],
  ['https://x.found.ioevil.com', 'not_allowlisted', 'x.found.ioevil.com:443'],
  ['https://x-found.io', 'not_allowlisted', 'x-found.io:443'],
  ['https://x.elastic-cloud.com-evil.com', 'not_allowlisted', 'x.elastic-cloud.com-evil.com:443'],
  ['https://x.elasticcloud.com', 'not_allowlisted', 'x.elasticcloud.com:443'],
  ['https://x.elastic-cloud.cloud', 'not_allowlisted', 'x.elastic-cloud.cloud:443'],
  ['https://X.F0UND.IO', 'not_allowlisted', 'x.f0und.io:443'],
  ['https://x.found.io.', 'bad_label'],
  ['https://x.Elastic.Cloud.', 'bad_label'],
]

const products: readonly Row[] = [
  ['https://kb.found.io', 'kibana_address'],
  [`https://x.kb.${DOMAIN}`, 'kibana_address'],
  ['https://X.KB.us.elastic.cloud:9243', 'kibana_address'],
  ['https://x.found.kb', 'kibana_address'],
  ['https://x.Kb.evil.com', 'kibana_address'],
  ['https://x.apm.kb.found.io', 'kibana_address'],
  ['https://undefined.kb.found.io', 'kibana_address'],
  ['https://x.kb.found.io:5601', 'port'],
  ['https://x.kb.found.io.', 'bad_label'],
  ['https://xkb.found.io', 'xkb.found.io:443'],
  ['https://kb-1.found.io', 'kb-1.found.io:443'],
  [`https://x.apm.${DOMAIN}`, 'wrong_product'],
  ['https://APM.found.io', 'wrong_product'],
  ['https://x.fleet.found.io:443', 'wrong_product'],
  ['https://x.us.Fleet.elastic-cloud.com', 'wrong_product'],
  ['https://ent.found.io', 'wrong_product'],
  ['https://x.ingest.us-east-1.aws.elastic.cloud', 'wrong_product'],
  ['https://x.es.privatelink.eastus.azure.elastic-cloud.com:9243', 'wrong_product'],
  ['https://PRIVATELINK.evil.com', 'wrong_product'],
  ['https://x.evil.ingest', 'wrong_product'],
  ['https://undefined.us-east-1.aws.found.io', 'wrong_product'],
  ['https://UNDEFINED.evil.com', 'wrong_product'],
  ['https://x.undefined.found.io', 'x.undefined.found.io:443'],
  ['https://undefined-1.found.io', 'undefined-1.found.io:443'],
  ['https://entry.apm-1.fleets.found.io', 'entry.apm-1.fleets.found.io:443'],
]

const cloudIds: readonly Row[] = [
  [CODE, `${CLOUD_HOST}:443`],
  [`:${CODE}`, `${CLOUD_HOST}:443`],
  [`a:b:c:${CODE}`, `${CLOUD_HOST}:443`],
  [`\r\n ${PADDED}\t`, `${CLOUD_HOST}:443`],
  [`https:${CODE}`, `${CLOUD_HOST}:443`],
  [`cloud.id: booth:${CODE}`, `${CLOUD_HOST}:443`],
  [`cloud.id:${CODE}`, `${CLOUD_HOST}:443`],
  [`\uc81c \uccab \ud074\ub7ec\uc2a4\ud130\u2028\ud83c\udfbd:${CODE}`, `${CLOUD_HOST}:443`],
  [`\u202e\u0000\n\u00a0:${CODE}`, `${CLOUD_HOST}:443`],
  [`${'n'.repeat(943)}:${CODE}`, `${CLOUD_HOST}:443`],
  [`${'\uac00'.repeat(943)}:${CODE}`, `${CLOUD_HOST}:443`],
  [` ${'n'.repeat(943)}:${CODE} \n`, `${CLOUD_HOST}:443`],
  [`${'n'.repeat(944)}:${CODE}`, 'too_long'],
  [`cloud.id: "booth:${CODE}"`, 'bad_chars'],
  [`cloud.id: ${CODE}`, 'bad_chars'],
  [`booth: ${CODE}`, 'bad_chars'],
  [`cloud.id: "booth:${CODE}"\ncloud.auth: "elastic:changeme"`, 'bad_chars'],
  [`{"cloud":{"id":"booth:${CODE}"}}`, 'cloudid_b64'],
  [`"booth:${CODE}"`, 'cloudid_b64'],
  [`booth\uff1a${CODE}`, 'bad_chars'],
  [`\u00a0${CODE}`, 'bad_chars'],
  [`booth:${CODE}\u00a0`, 'bad_chars'],
  [`booth:${CODE.slice(0, 40)}\u00ad${CODE.slice(40)}`, 'bad_chars'],
  [`booth:${CODE.slice(0, 40)} ${CODE.slice(40)}`, 'bad_chars'],
  [`booth:${CODE.slice(0, 76)}\r\n${CODE.slice(76)}`, 'bad_chars'],
  [`booth:${PADDED.replace(/=+$/, '')}`, 'cloudid_b64'],
  [`booth:${PADDED.replace('==', '=')}`, 'cloudid_b64'],
  [`booth:${PADDED}=`, 'cloudid_b64'],
  [`booth:${CODE}=`, 'cloudid_b64'],
  [`booth:${CODE}====`, 'cloudid_b64'],
  [`booth:${PADDED.replace('JA==', 'JB==')}`, 'cloudid_b64'],
  [`booth:${PADDED.replace('==', '%3D%3D')}`, 'cloudid_b64'],
  [`booth:${PADDED}${CODE}`, 'cloudid_b64'],
  [`booth:${CODE.slice(0, -2)}-_`, 'cloudid_b64'],
  [`booth:${CODE.toLowerCase()}`, 'refused'],
  [`booth:${CODE},${CODE}`, 'cloudid_b64'],
  [`${CODE}:`, 'refused'],
  [`${CODE}:9243`, 'cloudid_b64'],
  [`https://${CODE}`, 'single_label'],
  [`https://${PADDED}`, 'shape'],
  [`http://booth:${CODE}`, 'scheme'],
  [`${CODE}:${b64('evil.com$x')}`, 'not_allowlisted', 'x.evil.com:443'],
  [b64('a$b'), 'cloudid_b64'],
  [b64('a.b$c'), 'not_allowlisted', 'c.a.b:443'],
  [b64('VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw'), 'cloudid_shape'],
  [`essu_${'A'.repeat(40)}`, 'cloudid_b64'],
  [b64(Buffer.from(`${DOMAIN}$${ES}`, 'utf16le')), 'cloudid_shape'],
  [b64(`\ufeff${DOMAIN}$${ES}`), 'cloudid_shape'],
  [b64(Buffer.from(`${DOMAIN}$a\xff`, 'latin1')), 'refused'],
  [b64(`{"a":"${DOMAIN}$${ES}"}`), 'cloudid_shape'],
  [b64(URL_TEXT), 'cloudid_shape'],
  [b64(`${URL_TEXT}$${ES}`), 'cloudid_shape'],
  [b64(`${DOMAIN}\n$${ES}`), 'cloudid_shape'],
  [b64(`${DOMAIN}$${ES}\n`), 'cloudid_shape'],
  [b64(`booth:${CODE}`), 'cloudid_shape'],
]

/** The decoded inside of a Cloud ID. */
const insides: readonly (readonly [inside: string, strict: Verdict, open?: Verdict])[] = [
  ['AP-2.AWS.Found.IO$Abc', 'abc.ap-2.aws.found.io:443'],
  ['AP-2.AWS.Found.IO$KB', 'kibana_address'],
  [`${DOMAIN}$a$k$`, `a.${DOMAIN}:443`],
  [`found.io$x`, 'x.found.io:443'],
  [`${DOMAIN}$proj.es`, `proj.es.${DOMAIN}:443`],
  [`ap.aws.elastic.cloud$proj.es$proj.kb`, 'proj.es.ap.aws.elastic.cloud:443'],
  [`${DOMAIN}$a$b$c$d`, `a.${DOMAIN}:443`],
  [`${DOMAIN}$a$$$`, `a.${DOMAIN}:443`],
  [`${DOMAIN}$a$${KB}:9243`, `a.${DOMAIN}:443`],
  [`${DOMAIN}$a:443`, `a.${DOMAIN}:443`],
  [`${DOMAIN}:22$a:443`, `a.${DOMAIN}:443`],
  [`${DOMAIN}:9243$a:443`, `a.${DOMAIN}:443`],
  [`${DOMAIN}:443$a:22`, 'port'],
  [`${DOMAIN}:0$a`, 'port'],
  [`${DOMAIN}$a:0`, 'port'],
  [`${DOMAIN}:65535$a`, 'port'],
  [`${DOMAIN}$a:65536`, 'port'],
  [`${DOMAIN}$a:65979`, 'port'],
  [`${DOMAIN}:09243$a`, 'port_form'],
  [`${DOMAIN}$a:0443`, 'port_form'],
  [`${DOMAIN}$a:000443`, 'refused'],
  [`${DOMAIN}:$a`, 'cloudid_shape'],
  [`${DOMAIN}$a:`, 'cloudid_shape'],
  [`${DOMAIN}$a:443abc`, 'cloudid_shape'],
  [`${DOMAIN}$a:+443`, 'cloudid_shape'],
  [`${DOMAIN}$a: 443`, 'cloudid_shape'],
  [`${DOMAIN}$a:443:443`, 'cloudid_shape'],
  [`${DOMAIN}$$a`, 'cloudid_shape'],
  [`${DOMAIN} $a`, 'cloudid_shape'],
  [`${DOMAIN}$a b`, 'cloudid_shape'],
  [`${DOMAIN}$a_b`, 'cloudid_shape'],
  [`${DOMAIN}$%61`, 'cloudid_shape'],
  [`${DOMAIN}$a#`, 'cloudid_shape'],
  [`${DOMAIN}$a?`, 'cloudid_shape'],
  [`${DOMAIN}$a/`, 'cloudid_shape'],
  [`${DOMAIN}$a\\`, 'cloudid_shape'],
  [`${DOMAIN}$a@`, 'cloudid_shape'],
  [`${DOMAIN}$a.b`, 'cloudid_shape'],
  [`${DOMAIN}$a.kb`, 'cloudid_shape'],
  [`${DOMAIN}$.es`, 'cloudid_shape'],
  [`${DOMAIN}$a.b.es`, 'cloudid_shape'],
  [`${DOMAIN}$evil.com/.es`, 'cloudid_shape'],
  [`${DOMAIN}/$a`, 'cloudid_shape'],
  [`${DOMAIN}?$a`, 'cloudid_shape'],
  [`${DOMAIN}#$a`, 'cloudid_shape'],
  [`${DOMAIN}\\$a`, 'cloudid_shape'],
  [`${DOMAIN}@evil.com$a`, 'cloudid_shape'],
  [`evil.com/.${DOMAIN}$a`, 'cloudid_shape'],
  [`evil.com#.found.io$a`, 'cloudid_shape'],
  [`evil.com\t.found.io$a`, 'cloudid_shape'],
  [`\ub0b4.found.io$a`, 'cloudid_shape'],
  [`found\u3002io$abc`, 'cloudid_shape'],
  [`${DOMAIN}$a$k@evil.com`, 'cloudid_shape'],
  [`${DOMAIN}$a$/_search`, 'cloudid_shape'],
  [`${DOMAIN}$a$k\r\n`, 'cloudid_shape'],
  [`${DOMAIN}$a$\ud55c\uae00`, 'cloudid_shape'],
  [`.found.io$abc`, 'refused'],
  [`found.io.$abc`, 'refused'],
  [`x..found.io$abc`, 'refused'],
  [`${DOMAIN}$-a`, 'refused'],
  [`${DOMAIN}$${'a'.repeat(63)}`, `${'a'.repeat(63)}.${DOMAIN}:443`],
  [`${DOMAIN}$${'a'.repeat(64)}`, 'bad_label'],
  [`${DOMAIN}$xn--e1awd7f`, 'idn'],
  [`[::1]$abc`, 'cloudid_shape'],
  [`[::ffff:7f00:1]:443$abc`, 'cloudid_shape'],
  [`10.0.0$127`, 'numeric_tld'],
  [`169.254.169.254:443$a`, 'numeric_tld'],
  [`0x7f000001$a`, 'numeric_tld'],
  [`nip.io$127-0-0-1`, 'denied_suffix'],
  [`es.io$ip`, 'denied_suffix'],
  [`me:22$lvh`, 'denied_suffix'],
  [`io$found`, 'not_allowlisted', 'found.io:443'],
  [`es.io:9243$cloud`, 'not_allowlisted', 'cloud.es.io:9243'],
  [`found.io.evil.com$a`, 'not_allowlisted', 'a.found.io.evil.com:443'],
  [`evilfound.io$a`, 'not_allowlisted', 'a.evilfound.io:443'],
  [`${DOMAIN}$kb`, 'kibana_address'],
  [`kb.${DOMAIN}$a`, 'kibana_address'],
  [`kb.${DOMAIN}:22$a`, 'port'],
  [`${DOMAIN}$undefined`, 'wrong_product'],
  [`${DOMAIN}$undefined.es`, 'wrong_product'],
  [`undefined.found.io$a`, 'a.undefined.found.io:443'],
  [`privatelink.${DOMAIN}$a`, 'wrong_product'],
  [`${DOMAIN}$fleet`, 'wrong_product'],
  [`apm.evil.com$a`, 'wrong_product'],
]

const notText: readonly Row[] = [
  0,
  443,
  Number.NaN,
  1n,
  true,
  false,
  undefined,
  Symbol('https://x.found.io'),
  [],
  [[URL_TEXT]],
  { host: HOST, port: 443 },
  { value: { value: URL_TEXT } },
  { toString: () => URL_TEXT },
  { trim: () => URL_TEXT, length: 5 },
  { [Symbol.toPrimitive]: () => URL_TEXT },
  Object(URL_TEXT),
  new URL(URL_TEXT),
  new Date(0),
  Buffer.from(URL_TEXT),
  () => URL_TEXT,
  Object.create(null),
].map((value) => [value, 'type'] as const)

const groups: readonly (readonly [name: string, rows: readonly Row[]])[] = [
  ['what a hurried person pastes', honest],
  ['letters that only look right', unicode],
  ['texts two URL parsers read differently', parserTricks],
  ['ports', ports],
  ['numbers instead of names', numbers],
  ['names and suffixes', names],
  ['other products', products],
  ['Cloud IDs', cloudIds],
  ['what stands inside a Cloud ID', insides.map(([inside, ...rest]) => [b64(inside), ...rest])],
  ['values that are no text', notText],
]

/** The verdict as the table writes it; also proves that nothing but the place is handed on. */
function verdictOf(typed: unknown, policy: TargetPolicy): Verdict {
  const parsed = parseTarget(typed, policy)
  if (parsed.kind === 'refused') {
    expect(parsed).not.toHaveProperty('target')
    return parsed.reason
  }
  const { host, port } = parsed.target
  expect(parsed).toEqual({
    kind: 'target',
    target: { scheme: 'https', host, port, rehearsal: false },
  })
  return `${host}:${port}`
}

function expectVerdict(got: Verdict, wanted: Verdict) {
  if (wanted === 'refused') expect(got).not.toContain(':')
  else expect(got).toBe(wanted)
}

const titled = (rows: readonly Row[]) =>
  rows.map((row, index) => ({ row, title: `${index + 1}. ${print(row[0])} is ${row[1]}` }))

function print(typed: unknown) {
  if (typeof typed !== 'string') return `a ${typeof typed}`
  return JSON.stringify(typed.slice(0, 90)).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

describe.each(groups)('%s', (_name, rows) => {
  test.each(titled(rows))('$title', ({ row: [typed, strict, open = strict] }) => {
    expectVerdict(verdictOf(typed, STRICT), strict)
    expectVerdict(verdictOf(typed, OPEN), open)
  })
})

test('a padded port is refused even where another port overrules it', () => {
  const overruled = b64(`${DOMAIN}:09243$a:443`)
  for (const policy of [STRICT, OPEN]) expect(verdictOf(overruled, policy)).toBe('port_form')
  expect(verdictOf(b64(`${DOMAIN}:9243$a:443`), STRICT)).toBe(`a.${DOMAIN}:443`)
})

test('an offer made from a damaged paste never carries a password and leads where it may', () => {
  for (const typed of [
    `curl -u elastic:changeme ${URL_TEXT}`,
    `https://elastic:changeme@${HOST}`,
    `cloud.id: "booth:${CODE}"\ncloud.auth: "elastic:changeme"`,
    `https://elastic:changeme@x.kb.${DOMAIN}/app/home`,
  ]) {
    const parsed = parseTarget(typed, STRICT)
    expect(parsed.kind).toBe('refused')
    expect(JSON.stringify(parsed)).not.toContain('changeme')
    if (parsed.kind === 'refused' && parsed.offer !== undefined)
      expect(verdictOf(parsed.offer, STRICT)).toContain(`${DOMAIN}:`)
  }
})

test('every input is there once', () => {
  const texts = groups.flatMap(([, rows]) => rows.map(([typed]) => typed))
  expect(new Set(texts).size).toBe(texts.length)
  expect(texts.length).toBeGreaterThanOrEqual(120)
})

describe('what the organiser may change', () => {
  test.each<readonly [string, Verdict]>([
    ['https://es.booth.example.kr', 'es.booth.example.kr:443'],
    ['https://example.kr', 'not_allowlisted'],
    ['https://badexample.kr', 'not_allowlisted'],
    ['https://es.example.kr.evil.com', 'not_allowlisted'],
    ['https://es.example.kr:9200', 'es.example.kr:9200'],
    ['https://es.example.kr:09200', 'port_form'],
    [b64('example.kr:9200$abc'), 'abc.example.kr:9200'],
  ])('%s is %s with another domain and port', (typed, wanted) => {
    const policy = {
      ...STRICT,
      allowedSuffixes: [...ELASTIC_DOMAINS, 'example.kr'],
      allowedPorts: [...ELASTIC_PORTS, 9200],
    }
    expect(verdictOf(typed, policy)).toBe(wanted)
  })

  const rehearsal: TargetPolicy = { ...STRICT, rehearsalOrigins: ['http://127.0.0.1:9208'] }

  test('a practice cluster is reached only by its configured origin', () => {
    expect(parseTarget('http://127.0.0.1:9208', rehearsal)).toEqual({
      kind: 'target',
      target: { scheme: 'http', host: '127.0.0.1', port: 9208, rehearsal: true },
    })
  })

  test.each<readonly [unknown, Verdict]>([
    ['http://127.0.0.1:9209', 'scheme'],
    ['http://127.0.0.1', 'scheme'],
    ['http://127.0.0.1:92080', 'scheme'],
    ['http://127.0.0.1:09208', 'scheme'],
    ['http://localhost:9208', 'scheme'],
    ['http://127.1:9208', 'scheme'],
    ['http://127.0.0.1:9208@evil.com', 'scheme'],
    ['http://127.0.0.1:9208.evil.com', 'scheme'],
    ['http://127.0.0.1:9208/_search', 'scheme'],
    ['http://x@127.0.0.1:9208', 'scheme'],
    ['https://127.0.0.1:9208', 'numeric_tld'],
    [['http://127.0.0.1:9208'], 'type'],
    [b64('0.0.1:9208$127'), 'numeric_tld'],
  ])('%s is %s next to a practice cluster', (typed, wanted) => {
    expect(verdictOf(typed, rehearsal)).toBe(wanted)
  })
})

/** Good addresses, then one to three small accidents or attacks on each. */
const goodAddress = fc.oneof(
  fc
    .record({
      label: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/),
      domain: fc.constantFrom(...ELASTIC_DOMAINS),
      port: fc.constantFrom('', ':443', ':9243', ':443/', '/'),
    })
    .map(({ label, domain, port }) => `https://${label}.es.eu.aws.${domain}${port}`),
  fc.constantFrom(CODE, PADDED, `booth:${CODE}`, `booth:${b64(`${DOMAIN}:9243$a$b`)}`),
)

const nasty = fc.constantFrom(
  ...['/', '//', '\\', '@', '#', '?', ':', ':443', ':22', '%2e', '%00', '.', '..', '-', '_', '$'],
  ...['\t', '\n', '\r\n', ' ', '\u00a0', '\u3002', '\uff0e', '\uff61', '\u200b', '\u00ad'],
  ...['\u212a', '\u0130', '\u017f', '\u202e', '\u0301', '\u0000', '[', ']', '=', 'A', '0', '0x7f'],
  ...[
    'evil.com',
    '.evil.com',
    'evil.com/',
    '127.0.0.1',
    'kb.',
    '.kb',
    'xn--',
    'https://',
    'found.io',
  ],
)

const accident = fc.record({
  kind: fc.constantFrom('insert', 'replace', 'remove', 'repeat', 'upper', 'move'),
  at: fc.nat(200),
  length: fc.nat(12),
  text: nasty,
})
type Accident = {
  kind: 'insert' | 'replace' | 'remove' | 'repeat' | 'upper' | 'move'
  at: number
  length: number
  text: string
}

function happen(address: string, { kind, at, length, text }: Accident): string {
  const from = at % (address.length + 1)
  const [head, piece, tail] = [
    address.slice(0, from),
    address.slice(from, from + length),
    address.slice(from + length),
  ]
  const after = {
    insert: head + text + piece + tail,
    replace: head + text + tail,
    remove: head + tail,
    repeat: head + piece + piece + tail,
    upper: head + piece.toUpperCase() + tail,
    move: piece + head + tail,
  }
  return after[kind]
}

const damagedAddress = fc
  .tuple(goodAddress, fc.array(accident as fc.Arbitrary<Accident>, { maxLength: 3 }))
  .map(([address, accidents]) => accidents.reduce(happen, address))

/** Where the text leads, read a second time without the code under test. */
function readAgain(typed: string): string {
  const text = typed.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  if (/^[a-z]+:\/\//i.test(text)) return text
  const decoded = Buffer.from(text.slice(text.lastIndexOf(':') + 1), 'base64').toString('latin1')
  const [domain = '', es = ''] = decoded.split('$')
  const [, name, port] = /^([^:]*)(?::(.*))?$/.exec(es) ?? []
  const [, under, otherPort] = /^([^:]*)(?::(.*))?$/.exec(domain) ?? []
  return `https://${name}.${under}:${port ?? otherPort ?? 443}`
}

test('whatever damage gets through still leads under an Elastic domain, where every URL parser goes', () => {
  const seen = { accepted: 0, refused: 0 }
  fc.assert(
    fc.property(damagedAddress, (typed) => {
      const parsed = parseTarget(typed, STRICT)
      if (parsed.kind === 'refused') {
        seen.refused += 1
        return
      }
      seen.accepted += 1
      const { host, port } = parsed.target
      expect(ELASTIC_DOMAINS.filter((domain) => host.endsWith(`.${domain}`))).toHaveLength(1)
      expect([443, 9243]).toContain(port)
      for (const url of [new URL(readAgain(typed)), new URL(`https://${host}:${port}`)]) {
        expect(url.protocol).toBe('https:')
        expect(url.hostname).toBe(host)
        expect(Number(url.port || 443)).toBe(port)
        expect(url.username + url.password + url.search + url.hash).toBe('')
        expect(url.pathname).toBe('/')
      }
      expect(verdictOf(`https://${host}:${port}`, STRICT)).toBe(`${host}:${port}`)
    }),
    { numRuns: 5000 },
  )
  expect(seen.accepted).toBeGreaterThan(500)
  expect(seen.refused).toBeGreaterThan(500)
})
