export { type AnyProjection, type Correction, type Rows, correctedLines, foldRows } from './fold.js';
export { type Connection, type ConnectionArguments, type Order, connection } from './connection.js';
export {
  ConnectionArgumentError,
  type ConnectionArgumentCode,
  type Page,
  connectionPhrases,
  pageOf,
} from './connection-arguments.js';
export type {
  Change,
  Logger,
  ProjectionStopped,
  ReadModels,
  ReadModelsOptions,
  Rebuilt,
  Status,
} from './read-models.js';
export { openReadModels, openRows } from './open.js';
export type { Table } from './tables.js';
export { rowLoader } from './row-loader.js';
