import { type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isPublicName, publicLookup } from './public-address.js';
import { PublishingError } from './publishing-error.js';

/** From the first look for the name to the last byte of the answer. */
const answerMsMax = 10_000;
/** Signatures of some witnesses are a few hundred bytes. */
const answerBytesMax = 64 * 1024;

export interface PostOptions {
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  /** For tests; 10 seconds when absent. */
  readonly timeoutMs?: number;
}

export interface Posted {
  readonly status: number;
  readonly text: string;
}

/** An error on the way, by the name that tells what is the matter. */
const named = (error: unknown, late: boolean): PublishingError => {
  if (error instanceof PublishingError) return error;
  const options = { cause: error };
  return late
    ? new PublishingError('TIMED_OUT', 'there was no whole answer in time', options)
    : new PublishingError('NOT_REACHED', 'the address could not be reached', options);
};

/**
 * Sends a text, and gives the answer that came, whatever it says. Every connection is a new one, made to the address that
 * was checked; an answer that leads elsewhere is not followed. @throws PublishingError
 */
export const postText = (
  url: URL,
  body: string,
  { allowPrivate, signal, timeoutMs = answerMsMax }: PostOptions,
): Promise<Posted> =>
  new Promise((resolve, reject) => {
    if (!allowPrivate && !isPublicName(url.hostname))
      return reject(new PublishingError('ADDRESS_NOT_PUBLIC', `${url.hostname} is not an address of the internet`));
    const timedOut = AbortSignal.timeout(timeoutMs);
    const fail = (error: unknown) => reject(named(error, timedOut.aborted && !signal.aborted));
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.any([signal, timedOut]),
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    };
    const sent = (url.protocol === 'https:' ? requestTls : requestPlain)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > answerBytesMax)
          response.destroy(new PublishingError('ANSWER_TOO_LONG', `the answer is longer than ${answerBytesMax} bytes`));
      });
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', fail);
    sent.end(body);
  });

/** The answer's text when the receiver took what was sent. @throws PublishingError REDIRECTED, NOT_TAKEN */
export const takenText = ({ status, text }: Posted): string => {
  if (status >= 200 && status < 300) return text;
  if (status >= 300 && status < 400)
    throw new PublishingError('REDIRECTED', `the receiver answered ${status}; redirects are not followed`);
  throw new PublishingError('NOT_TAKEN', `the receiver answered ${status}`);
};
