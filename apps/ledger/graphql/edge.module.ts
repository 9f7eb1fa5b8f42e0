import { type DynamicModule, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { type GqlModuleOptions, GraphQLModule } from '@nestjs/graphql';
import type { Book } from '#book';
import { bookResolvers } from '#book/resolvers';
import type { Ledger } from '#ledger';
import { proofResolvers } from '../proof/proof.resolver.js';
import { diffResolvers } from '../replay/diff.resolver.js';
import { readsResolvers } from '../reads/reads.resolver.js';
import { type Sources, edgeSchema } from './edge-schema.js';
import { SchemaDriver } from './schema-driver.js';
import { LEDGER, SubmitHandler } from './submit.handler.js';

/** The GraphQL API: SDL and resolvers of all slices. HTTP and WebSocket are the server's. */
@Module({})
export class EdgeModule {
  static forRoot(sources: Sources, ledger: Ledger<Book>): DynamicModule {
    const configWith = (bus: CommandBus): GqlModuleOptions => ({
      transformSchema: (schema) => edgeSchema(schema, sources, bus),
    });
    return {
      module: EdgeModule,
      imports: [
        CqrsModule.forRoot(),
        GraphQLModule.forRootAsync<GqlModuleOptions>({
          driver: SchemaDriver,
          inject: [CommandBus],
          useFactory: configWith,
        }),
      ],
      providers: [
        ...bookResolvers,
        ...proofResolvers,
        ...diffResolvers,
        ...readsResolvers,
        SubmitHandler,
        { provide: LEDGER, useValue: ledger },
      ],
    };
  }
}
