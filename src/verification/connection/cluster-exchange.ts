export type {
  ClusterAnswer,
  ClusterExchange,
  ClusterFault,
  ClusterRequest,
  OpenExchange,
} from './exchange.ts'
