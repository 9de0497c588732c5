import { describe, expect, test } from '@jest/globals'
import type { KyselyPlugin, RootOperationNode } from 'kysely'
import { createClaimStore } from '../../src/claims/claim-store.sql.ts'
import { createHandOver } from '../../src/claims/hand-over.ts'
import type { Storage } from '../../src/storage/open-storage.ts'
import { kim, newScanId, openClaimsBooth, reserveFor } from '../support/claims-booth.ts'
import { databases } from '../support/databases.ts'

/** The same storage, telling of every statement inside a transaction. */
function listening(storage: Storage, heard: string[]): Storage {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      heard.push(nameOf(node))
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  return { ...storage, write: (work) => storage.write((tx) => work(tx.withPlugin(plugin))) }
}

function nameOf(node: RootOperationNode): string {
  const sqlNode = JSON.stringify(node)
  const table = /"identifier":\{"kind":"IdentifierNode","name":"(\w+)"/.exec(sqlNode)?.[1] ?? '?'
  return `${node.kind.replace('QueryNode', '').toLowerCase()} ${table}`
}

describe.each(databases)('a hand-over, on $name', (database) => {
  test('is five statements, the stock row last', async () => {
    const booth = await openClaimsBooth(await database.newPlace(), { stock: { 'black-M': 1 } })
    const typed = await reserveFor(booth, 'ann', 'black-M')
    const heard: string[] = []
    const claims = createClaimStore(listening(booth.storage, heard), booth.event)
    const handOver = createHandOver({ claims, clock: booth.moment, event: booth.event.id })
    expect(await handOver({ scanId: newScanId(), typed, by: kim })).toMatchObject({
      kind: 'handed-over',
    })
    expect(heard).toEqual([
      'update claim',
      'insert scan',
      'insert journal',
      'insert movement',
      'update stock',
    ])
  })
})
