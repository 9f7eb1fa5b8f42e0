import { type Phrase, refuser } from '#kernel';
import type { CorrectionEvent } from './correction.events.js';

export const correctionRefusals = {
  EVENT_UNKNOWN: {
    en: 'This book holds no such line. Take the id from the history of the programme.',
    nb: 'Denne boken har ingen slik linje. Hent id-en fra programmets historikk.',
    da: 'Denne bog har ingen sådan linje. Hent id’et fra programmets historik.',
    sv: 'Den här boken har ingen sådan rad. Hämta id:t från programmets historik.',
  },
  CORRECTION_OF_CORRECTION: {
    en: 'Line {revision} is itself a correction. To correct the day again, name the line that it corrected.',
    nb: 'Linje {revision} er selv en rettelse. Skal dagen rettes igjen, vis til linjen som den rettet.',
    da: 'Linje {revision} er selv en rettelse. Skal dagen rettes igen, så henvis til den linje, som den rettede.',
    sv: 'Rad {revision} är själv en rättelse. Ska dagen rättas igen, hänvisa till raden som den rättade.',
  },
  WRITTEN_BY_CLOCK: {
    en: 'Line {revision} was written by the ledger’s own clock when a day had passed; there is no day to correct in it.',
    nb: 'Linje {revision} er skrevet av hovedbokens egen klokke da en frist gikk ut; den har ingen dag å rette.',
    da: 'Linje {revision} er skrevet af hovedbogens eget ur, da en frist udløb; den har ingen dag at rette.',
    sv: 'Rad {revision} skrevs av huvudbokens egen klocka när en tidsfrist löpte ut; den har ingen dag att rätta.',
  },
  OCCURRED_ON_UNCHANGED: {
    en: 'The book already says that it happened on {occurredOn}.',
    nb: 'Boken sier allerede at det skjedde {occurredOn}.',
    da: 'Bogen siger allerede, at det skete {occurredOn}.',
    sv: 'Boken säger redan att det hände {occurredOn}.',
  },
  CORRECTED_BEFORE_PREDECESSOR: {
    en: 'It cannot have happened on {occurredOn}: what came before it to the same thing happened on {previousOn}. If that day is wrong too, correct it first.',
    nb: 'Det kan ikke ha skjedd {occurredOn}: det som kom før i samme sak, skjedde {previousOn}. Er den dagen også feil, rett den først.',
    da: 'Det kan ikke være sket {occurredOn}: det, der kom før i samme sag, skete {previousOn}. Er den dag også forkert, så ret den først.',
    sv: 'Det kan inte ha hänt {occurredOn}: det som kom före i samma sak hände {previousOn}. Är den dagen också fel, rätta den först.',
  },
  CORRECTED_AFTER_SUCCESSOR: {
    en: 'It cannot have happened on {occurredOn}: what came after it to the same thing happened on {nextOn}. If that day is wrong too, correct it first.',
    nb: 'Det kan ikke ha skjedd {occurredOn}: det som kom etter i samme sak, skjedde {nextOn}. Er den dagen også feil, rett den først.',
    da: 'Det kan ikke være sket {occurredOn}: det, der kom efter i samme sag, skete {nextOn}. Er den dag også forkert, så ret den først.',
    sv: 'Det kan inte ha hänt {occurredOn}: det som kom efter i samma sak hände {nextOn}. Är den dagen också fel, rätta den först.',
  },
  CORRECTED_PAST_WHAT_FOLLOWED: {
    en: 'It cannot have begun on {occurredOn}: the book tells of it on {toldOn} already. If that day is wrong too, correct it first.',
    nb: 'Det kan ikke ha begynt {occurredOn}: boken forteller om det allerede {toldOn}. Er den dagen også feil, rett den først.',
    da: 'Det kan ikke være begyndt {occurredOn}: bogen fortæller om det allerede {toldOn}. Er den dag også forkert, så ret den først.',
    sv: 'Det kan inte ha börjat {occurredOn}: boken berättar om det redan {toldOn}. Är den dagen också fel, rätta den först.',
  },
} as const;

export const refuse = refuser(correctionRefusals);

/** One sentence for each event; placeholders are fields of its data. */
export const correctionSentences: Readonly<Record<CorrectionEvent['type'], Phrase>> = {
  OccurredOnCorrected: {
    en: 'What line {revision} tells happened on {occurredOn}, not on {previously}: {reason}',
    nb: 'Det linje {revision} forteller, skjedde {occurredOn}, ikke {previously}: {reason}',
    da: 'Det, linje {revision} fortæller, skete {occurredOn}, ikke {previously}: {reason}',
    sv: 'Det rad {revision} berättar hände {occurredOn}, inte {previously}: {reason}',
  },
};

/** This slice has no codes of its own. */
export const correctionLabels: Readonly<Record<string, Phrase>> = {};
