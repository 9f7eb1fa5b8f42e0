import { type KeyObject, createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Manner } from './receiver.js';

/** Last bytes of an Ed25519 public key as DER: the key itself. */
const keyBytes = 32;

/**
 * A witness, written from C2SP tlog-cosignature and tlog-witness and sharing no code with Wavebook's own: what one of the
 * two gets wrong, the other one does not believe.
 */
export class TestWitness {
  readonly #private: KeyObject;
  readonly #keyAndType: Buffer;
  readonly #keyId: Buffer;
  /** The largest checkpoint that it has signed, as tlog-witness has it remember. */
  seen = { size: 0, root: '' };
  /** What it was sent. */
  readonly asked: { readonly old: number; readonly hashes: readonly string[]; readonly size: number }[] = [];

  constructor(readonly name: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#private = privateKey;
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-keyBytes);
    this.#keyAndType = Buffer.concat([Buffer.from([0x04]), raw]);
    this.#keyId = createHash('sha256').update(`${name}\n`).update(this.#keyAndType).digest().subarray(0, 4);
  }

  get verifierKey(): string {
    return `${this.name}+${this.#keyId.toString('hex')}+${this.#keyAndType.toString('base64')}`;
  }

  /** The line of signature over the checkpoint that a note holds. */
  cosign(note: string, seconds = Math.floor(Date.now() / 1_000)): string {
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), this.#private);
    return `— ${this.name} ${Buffer.concat([this.#keyId, time, signature]).toString('base64')}\n`;
  }

  /** Answers with a signature whatever it is sent. */
  readonly signs: Manner = (_request, response, body) => void response.writeHead(200).end(this.cosign(body));

  /** Answers as tlog-witness has it; the proofs it takes on trust, since others check those. */
  readonly addsCheckpoints: Manner = (request, response, body) => {
    const [head = '', ...rest] = body.split('\n');
    const hashes = rest.slice(0, rest.indexOf(''));
    const note = rest.slice(rest.indexOf('') + 1).join('\n');
    const [, told = '', root = ''] = note.split('\n');
    const [old, size] = [Number(head.replace(/^old /, '')), Number(told)];
    this.asked.push({ old, hashes, size });
    const end = (status: number, text = '') => void response.writeHead(status).end(text);
    if (!request.url?.endsWith('/add-checkpoint')) return end(404);
    if (old !== this.seen.size || (size === old && size > 0 && root !== this.seen.root))
      return end(409, `${this.seen.size}\n`);
    this.seen = { size, root };
    return end(200, this.cosign(note));
  };
}
