import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const problemOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('the configuration', () => {
  it('has a default for everything', () =>
    expect(readConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      data: expect.stringMatching(/\/data$/),
      adminToken: undefined,
      masterKey: undefined,
      timeZone: 'Europe/Oslo',
      production: false,
      costPerMinute: 2_000_000,
      failedSignInsPerMinute: 60,
      publishing: {
        file: undefined,
        url: undefined,
        witnessUrls: [],
        witnesses: [],
        everyMs: 60_000,
        allowPrivate: false,
      },
      traces: undefined,
      logLevel: 'info',
    }));

  it('takes what the environment says', () =>
    expect(
      readConfig({ PORT: '0', HOST: '::1', WAVEBOOK_TIME_ZONE: 'Europe/Stockholm', NODE_ENV: 'production' }),
    ).toMatchObject({
      port: 0,
      host: '::1',
      timeZone: 'Europe/Stockholm',
      production: true,
    }));

  it('puts what a command wants in the place of a default, and not of what was set', () =>
    expect(readConfig({ PORT: '1', LOG_LEVEL: '' }, { PORT: '2', LOG_LEVEL: 'warn' })).toMatchObject({
      port: 1,
      logLevel: 'warn',
    }));

  it('sends checkpoints to addresses of this machine when it is told that it may', () =>
    expect(
      readConfig({ WAVEBOOK_CHECKPOINT_URL: 'http://127.0.0.1:8080/c', WAVEBOOK_CHECKPOINT_PRIVATE: 'allow' }),
    ).toMatchObject({ publishing: { url: new URL('http://127.0.0.1:8080/c'), allowPrivate: true } }));

  it('takes several origins', () =>
    expect(readConfig({ WAVEBOOK_ORIGINS: 'https://a.example, http://localhost:5173' }).origins).toEqual([
      'https://a.example',
      'http://localhost:5173',
    ]));

  it('sends traces where the variables of OpenTelemetry say', () =>
    expect(
      readConfig({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20dTpw, x-team = ledger',
        OTEL_RESOURCE_ATTRIBUTES: 'service.name=north,deployment.environment.name=test',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.1',
      }).traces,
    ).toEqual({
      url: new URL('https://collector.example/otlp/v1/traces'),
      headers: { authorization: 'Basic dTpw', 'x-team': 'ledger' },
      timeoutMs: 10_000,
      delayMs: 5_000,
      serviceName: 'north',
      resource: { 'service.name': 'north', 'deployment.environment.name': 'test' },
      sampler: 'parentbased_traceidratio',
      ratio: 0.1,
    }));

  it('takes the address of traces before that of everything, as it stands', () =>
    expect(
      readConfig({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:4318/spans',
        OTEL_SERVICE_NAME: 'south',
      }).traces,
    ).toMatchObject({
      url: new URL('http://traces:4318/spans'),
      serviceName: 'south',
      sampler: 'parentbased_always_on',
    }));

  it.each([
    ['OTEL_SDK_DISABLED', 'true'],
    ['OTEL_TRACES_EXPORTER', 'none'],
  ])('sends no traces when %s is %s', (variable, value) =>
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', [variable]: value }).traces).toBe(
      undefined,
    ),
  );

  it('takes a variable that is set to nothing as not set', () => expect(readConfig({ PORT: ' ' }).port).toBe(4000));

  it.each([
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '4e3', 'PORT must be a whole number from 0 to 65535.'],
    ['HOST', 'http://localhost', 'HOST must be a host name or an address, such as 127.0.0.1.'],
    ['WAVEBOOK_ADMIN_TOKEN', 'fifteen-letters', 'WAVEBOOK_ADMIN_TOKEN must have at least 16 characters.'],
    [
      'WAVEBOOK_ADMIN_TOKEN',
      'sixteen letters, and spaces',
      'WAVEBOOK_ADMIN_TOKEN must be made of visible ASCII characters without spaces, as it travels in a header.',
    ],
    ...[
      'mysql://user:secret@db.example/wavebook',
      'postgres://user:secret@db.example',
      'postgres://user:sec#ret@db.example/wavebook',
      'postgres://user:secret@db.example/wavebook?sslmode=prefer',
      'db.example',
    ].map(
      (address) =>
        [
          'READ_DATABASE_URL',
          address,
          'READ_DATABASE_URL must be the address of a database, such as postgres://user:password@db.example/wavebook?sslmode=verify-full (sslmode: disable, require, verify-full, no-verify), with signs like “@” in the password written as %40.',
        ] as const,
    ),
    ['WAVEBOOK_TIME_ZONE', 'Oslo', 'WAVEBOOK_TIME_ZONE must be the IANA name of a time zone, such as Europe/Oslo.'],
    ['WAVEBOOK_COST_PER_MINUTE', '-1', 'WAVEBOOK_COST_PER_MINUTE must be a whole number, or 0 for no limit.'],
    [
      'WAVEBOOK_FAILED_SIGN_INS_PER_MINUTE',
      'few',
      'WAVEBOOK_FAILED_SIGN_INS_PER_MINUTE must be a whole number, or 0 for no limit.',
    ],
    [
      'WAVEBOOK_ORIGINS',
      'https://dashboard.example/path',
      'WAVEBOOK_ORIGINS must list origins, such as https://dashboard.example, without a path.',
    ],
    [
      'WAVEBOOK_CHECKPOINT_URL',
      'archive.example',
      'WAVEBOOK_CHECKPOINT_URL must be an https address without a user name, such as https://archive.example/checkpoints.',
    ],
    [
      'WAVEBOOK_CHECKPOINT_URL',
      'http://archive.example',
      'WAVEBOOK_CHECKPOINT_URL must be an https address, unless WAVEBOOK_CHECKPOINT_PRIVATE is allow.',
    ],
    ...[
      'https://127.0.0.1/',
      'https://[::1]:8443/',
      'https://2130706433/',
      'https://localhost',
      'https://10.1.2.3',
    ].map(
      (address) =>
        [
          'WAVEBOOK_CHECKPOINT_URL',
          address,
          'WAVEBOOK_CHECKPOINT_URL must not be an address of this machine or of a private network, unless WAVEBOOK_CHECKPOINT_PRIVATE is allow.',
        ] as const,
    ),
    ['WAVEBOOK_CHECKPOINT_EVERY', '0', 'WAVEBOOK_CHECKPOINT_EVERY must be a whole number of seconds from 1 to 86400.'],
    ...[
      'witness.example',
      'witness.example+00000000+BAAA',
      'w+2ad7ae4f+AaiLQqkxGnC5XzqBeaV7lCqfGeUyt0p3SVEyYpIvJKGv',
    ].map(
      (keys) =>
        [
          'WAVEBOOK_WITNESSES',
          keys,
          'WAVEBOOK_WITNESSES must list verifier keys of witnesses (cosignature/v1), such as witness.example+1f2e3d4c+BAAA….',
        ] as const,
    ),
    [
      'WAVEBOOK_WITNESS_URLS',
      'https://witness.example, ftp://other.example',
      'WAVEBOOK_WITNESS_URLS must list https addresses of witnesses, without a user name, such as https://witness.example.',
    ],
    [
      'WAVEBOOK_WITNESS_URLS',
      'https://witness.example https://192.168.0.9/w',
      'WAVEBOOK_WITNESS_URLS must not be an address of this machine or of a private network, unless WAVEBOOK_CHECKPOINT_PRIVATE is allow.',
    ],
    ['WAVEBOOK_CHECKPOINT_PRIVATE', 'yes', 'WAVEBOOK_CHECKPOINT_PRIVATE must be allow or refuse.'],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'collector:4318',
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address, such as http://collector:4318.',
    ],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'OTEL_EXPORTER_OTLP_PROTOCOL must be http/json.'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'secret', 'OTEL_EXPORTER_OTLP_HEADERS must list name=value with commas between.'],
    ['OTEL_TRACES_SAMPLER_ARG', '2', 'OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  ])('names %s and its rule', (name, value, problem) => expect(problemOf({ [name]: value })).toBe(problem));

  it('names everything that is wrong at once', () =>
    expect(problemOf({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2));

  it('never repeats a token or a password in a message', () => {
    expect(problemOf({ WAVEBOOK_ADMIN_TOKEN: 'secret' })).not.toContain('secret');
    expect(problemOf({ READ_DATABASE_URL: 'postgres://user:secret@db.example' })).not.toContain('secret');
  });

  it.each([
    'postgres://user:p%40ss@db.example:5433/wavebook?sslmode=require',
    'postgresql://[::1]/wavebook',
    'postgres:///wavebook?host=/run/postgresql',
  ])('takes %s for a database', (address) =>
    expect(readConfig({ READ_DATABASE_URL: address }).readDatabaseUrl).toBe(address),
  );
});
