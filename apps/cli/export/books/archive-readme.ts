import type { ExportManifest } from '../../../verify/export-format.js';

/** What an archivist finds beside the books, in thirty years and with none of our programs at hand. */
export const archiveReadme = ({ origin, size, rootHash, madeAt, whole }: ExportManifest): string => `# Books of a ledger

These files hold books of change programmes: every decision, pilot, rollout wave and champion nomination that was recorded,
line by line, in the order in which it was recorded. They were written on ${madeAt} from the ledger \`${origin}\`.
${whole ? 'They hold all of its lines.' : 'They hold the books of some of its programmes.'}

| file | what it is |
|---|---|
| \`books/<stream>.jsonl\` | a book: one line of UTF-8 an event, as JSON in the form of CloudEvents 1.0 |
| \`schemas/<Type>.v<N>.json\` | what \`data\` of that type of event holds, as JSON Schema |
| \`checkpoint\` | what the ledger signed: its name, how many lines it had (${size}), and the root of the tree over them |
| \`verifier-key.txt\` | the public key that it signed with |
| \`key-changes.json\` | where the key was changed: how each key handed over to the next, by lines of the ledger that both signed |
| \`manifest.json\` | which books there are and how many lines each has |
| \`SHA256SUMS\` | checksums of all other files; \`sha256sum -c SHA256SUMS\` checks them |

## A line

| attribute | what it is |
|---|---|
| \`id\` | of the event, unique |
| \`type\`, \`dataschema\` | what kind of thing happened, and the schema of \`data\` |
| \`subject\` | the book |
| \`time\` | when the ledger learnt it (UTC) |
| \`occurredon\` | the day on which it was true in the world |
| \`revision\` | its place in the book, from 0, without gaps |
| \`position\` | its place in the ledger |
| \`leafindex\`, \`inclusion\` | its place in the tree, and the hashes that lead from it to the root |
| \`metadata\` | who wrote it (a pseudonym and a role), both clocks, and the documents that it rests on: JSON in a string |
| \`data\` | what happened |

Names, e-mail addresses and other personal words are encrypted: \`{"person": …, "sealed": …}\`. Their keys are not here. What
was erased cannot be read by anybody; the lines and their number are as they were.

## How to check it

\`wavebook-verify <this folder> --key <verifier key>\` does all of this. Without it, for a line of a book:

1. Take the text of \`data\`: it is the last attribute, so it is what stands between \`,"data":\` and the last \`}\` of the line.
   Take the text in \`metadata\`.
2. Make the leaf: \`{"data":"<d>","id":"<id>","metadata":"<m>","revision":"<revision>","stream":"<subject>","type":"<type>"}\`,
   where \`<d>\` and \`<m>\` are the SHA-256 of the two texts in hexadecimal.
3. Its hash is the SHA-256 of a zero byte and the leaf. Climb from there: \`inclusion\` holds the hashes beside the way to the
   root, the nearest first (base64, between commas), as in RFC 9162, 2.1.3.2.
4. What comes out is the root in the third line of \`checkpoint\`: \`${rootHash}\`.
5. The last lines of \`checkpoint\` are signatures over the text above the empty line (C2SP signed note, Ed25519).

## What that proves, and what not

That each line is what the ledger had sealed when it signed the checkpoint. It does not prove that what was written is true,
and whoever holds the signing key can sign another tree: trust a checkpoint or a key that you were given at the time, by a
way of its own, rather than the ones in this folder.${whole ? '' : ' Of a part of the ledger it cannot be told whether later lines of its books were left out.'}
`;
