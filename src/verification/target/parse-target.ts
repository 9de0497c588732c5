export { ELASTIC_DOMAINS, ELASTIC_PORTS } from './target.ts'
export type { ParsedTarget, Target, TargetPolicy, TargetRefusal } from './target.ts'
