export {
  type AnyProjection,
  type Correction,
  type Rows,
  bookAsOf,
  correctedBook,
  correctedLines,
  foldRows,
} from './fold.js';
export { type Connection, type ConnectionArguments, type Order, connection } from './connection.js';
export {
  ConnectionArgumentError,
  type ConnectionArgumentCode,
  type Page,
  connectionPhrases,
  pageOf,
} from './connection-arguments.js';
export { connectionOf } from './list-connection.js';
export type {
  Change,
  Logger,
  ProjectionStopped,
  ReadModels,
  ReadModelsOptions,
  RebuildOptions,
  Rebuilt,
  RunOptions,
  Status,
} from './read-models.js';
export { type PastBook, type PastOfBooks, PastRows, PastTooLarge, pastEventsMax } from './replay/past-rows.js';
export { servePastRows } from './replay/serve-past-rows.js';
export { partitionsMax } from './partitions.js';
export { ProjectorDeposed } from './read-database.js';
export { isReadDatabaseAway, openReadModels, openRows } from './open.js';
export { removeReadModels } from './postgres/schemas.js';
export type { Table } from './tables.js';
export { rowLoader } from './row-loader.js';
