import { writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { diagnosisTable } from './diagnosis-table.ts'

const page = new URL('../../../docs/diagnosis.md', import.meta.url)
const style = await resolveConfig(page)
writeFileSync(page, await format(diagnosisTable(), { ...style, parser: 'markdown' }))
