import { resolve } from 'node:path';
import { z } from 'zod';
import { type Verifier, parseWitnessKey } from '#proof';
import { isPublicName } from './public-address.js';

/** Where checkpoints are given away, and how often at most. */
export interface PublishingConfig {
  /** The file that they are appended to; none when undefined. */
  readonly file: string | undefined;
  /** The address that they are sent to; none when undefined. */
  readonly url: URL | undefined;
  /** Witnesses that are asked for their signature as C2SP tlog-witness has it. */
  readonly witnessUrls: readonly URL[];
  /** Whose signatures are kept. */
  readonly witnesses: readonly Verifier[];
  /** A place is given one checkpoint in this time at most. */
  readonly everyMs: number;
  /** Whether it may be sent to addresses of this machine and of private networks, and without TLS. */
  readonly allowPrivate: boolean;
}

const secondsMax = 86_400;

const isAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === '';

const listed = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean);

const isWitnessKey = (text: string): boolean => {
  try {
    return Boolean(parseWitnessKey(text));
  } catch {
    return false;
  }
};

/** The environment variables of publishing, for config.ts. */
export const checkpointVariables = {
  WAVEBOOK_CHECKPOINT_FILE: z.string().optional(),
  WAVEBOOK_CHECKPOINT_URL: z
    .string()
    .refine(isAddress, 'must be an https address without a user name, such as https://archive.example/checkpoints')
    .optional(),
  WAVEBOOK_WITNESSES: z
    .string()
    .default('')
    .transform(listed)
    .refine(
      (keys) => keys.every(isWitnessKey),
      'must list verifier keys of witnesses (cosignature/v1), such as witness.example+1f2e3d4c+BAAA…',
    )
    .transform((keys) => keys.map(parseWitnessKey)),
  WAVEBOOK_WITNESS_URLS: z
    .string()
    .default('')
    .transform(listed)
    .refine(
      (urls) => urls.every(isAddress),
      'must list https addresses of witnesses, without a user name, such as https://witness.example',
    ),
  WAVEBOOK_CHECKPOINT_EVERY: z
    .string()
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= secondsMax,
      `must be a whole number of seconds from 1 to ${secondsMax}`,
    )
    .transform(Number)
    .default(60),
  WAVEBOOK_CHECKPOINT_PRIVATE: z.enum(['allow', 'refuse'], 'must be allow or refuse').default('refuse'),
};

type Read = z.output<z.ZodObject<typeof checkpointVariables>>;

const wrongUrl = (name: string, url: URL | undefined): string | undefined => {
  if (url === undefined) return undefined;
  const unless = 'unless WAVEBOOK_CHECKPOINT_PRIVATE is allow';
  if (url.protocol !== 'https:') return `${name} must be an https address, ${unless}.`;
  return isPublicName(url.hostname)
    ? undefined
    : `${name} must not be an address of this machine or of a private network, ${unless}.`;
};

/** What the variables say, or the name and the rule of one that asks for what is not allowed. */
export const publishingFrom = (read: Read): PublishingConfig | { readonly wrong: string } => {
  const { WAVEBOOK_CHECKPOINT_FILE: file, WAVEBOOK_CHECKPOINT_URL: address } = read;
  const allowPrivate = read.WAVEBOOK_CHECKPOINT_PRIVATE === 'allow';
  const url = address === undefined ? undefined : new URL(address);
  const witnessUrls = read.WAVEBOOK_WITNESS_URLS.map((each) => new URL(each));
  const wrong = allowPrivate
    ? undefined
    : [
        wrongUrl('WAVEBOOK_CHECKPOINT_URL', url),
        ...witnessUrls.map((each) => wrongUrl('WAVEBOOK_WITNESS_URLS', each)),
      ].find((each) => each !== undefined);
  if (wrong !== undefined) return { wrong };
  return {
    file: file === undefined ? undefined : resolve(file),
    url,
    witnessUrls,
    witnesses: read.WAVEBOOK_WITNESSES,
    everyMs: read.WAVEBOOK_CHECKPOINT_EVERY * 1_000,
    allowPrivate,
  };
};
