import { fileURLToPath } from 'node:url';
import { type DynamicModule, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { Book } from '#book';
import { bookResolvers } from '#book/resolvers';
import type { Ledger } from '#ledger';
import type { EdgeContext } from './context.js';
import { type Sources, edgeSchema } from './edge-schema.js';
import { showErrors } from './errors.js';
import { depthLimit, documentTokensMax } from './limits.js';
import { refuseByMethod } from './operation.js';
import { LEDGER, SubmitHandler } from './submit.handler.js';

/** Where the schema lies, seen from the compiled file. */
const schemaFiles = fileURLToPath(new URL('../../../../schema/*.graphql', import.meta.url));

/** Documents that mercurius keeps parsed and validated. */
const documentsKept = 500;

/** The GraphQL API: SDL and resolvers of all slices, executed by mercurius. HTTP and WebSocket are the server's. */
@Module({})
export class EdgeModule {
  static forRoot(sources: Sources, ledger: Ledger<Book>): DynamicModule {
    const configWith = (bus: CommandBus): MercuriusDriverConfig => ({
      typePaths: [schemaFiles],
      transformSchema: (schema) => edgeSchema(schema, sources, bus),
      routes: false,
      graphiql: false,
      subscription: false,
      cache: documentsKept,
      validationRules: [depthLimit],
      graphql: { parseOptions: { maxTokens: documentTokensMax } },
      hooks: { preExecution: refuseByMethod as never },
      errorFormatter: ({ data, errors = [] }, context) => ({
        statusCode: 200,
        response: { data: data ?? null, errors: showErrors(errors, context as unknown as EdgeContext) as never },
      }),
    });
    return {
      module: EdgeModule,
      imports: [
        CqrsModule.forRoot(),
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: [CommandBus],
          useFactory: configWith,
        }),
      ],
      providers: [...bookResolvers, SubmitHandler, { provide: LEDGER, useValue: ledger }],
    };
  }
}
