import { expect, it } from '@jest/globals';
import { type DocumentNode, parse } from 'graphql';
import { readConfig } from '../config.js';
import { openTracing } from './open-tracing.js';

const document: DocumentNode = parse('{ __typename }');
const operation = {
  document,
  operationName: undefined,
  traceId: '0d3f1c5e-7a1b-4c2d-8e9f-001122334455',
  headers: { authorization: 'Bearer secret' },
};

it('drops spans while the collector is away, and says so once, without their words', async () => {
  const told: unknown[] = [];
  const environment = {
    // The port of tcpmux, where nobody listens.
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_SCHEDULE_DELAY: '1',
  };
  const tracing = await openTracing(readConfig(environment).traces, { warn: (...said) => void told.push(said) });
  await tracing.operation(operation, () => ({ data: { __typename: 'Query' } }));
  await tracing.operation(operation, () => ({ data: { __typename: 'Query' } }));
  await tracing.close();
  expect(told).toEqual([[{}, 'traces could not be sent; they are dropped']]);
});
