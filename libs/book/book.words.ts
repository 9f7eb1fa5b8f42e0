import { refuser } from '#kernel';

/** Rules that hold for every command. */
export const bookRefusals = {
  PROGRAMME_CLOSED: {
    en: 'The programme is closed; its book takes no more lines of this kind.',
    nb: 'Programmet er avsluttet; boken tar ikke imot flere linjer av dette slaget.',
    da: 'Programmet er afsluttet; bogen tager ikke imod flere linjer af den slags.',
    sv: 'Programmet är avslutat; boken tar inte emot fler rader av det här slaget.',
  },
  PROGRAMME_EXISTS: {
    en: 'This programme has been chartered already.',
    nb: 'Dette programmet er allerede opprettet.',
    da: 'Dette program er allerede oprettet.',
    sv: 'Det här programmet är redan inrättat.',
  },
  OCCURRED_IN_FUTURE: {
    en: 'Nothing can be recorded as true on {occurredOn}: that day has not come yet.',
    nb: 'Ingenting kan føres som skjedd {occurredOn}: den dagen er ikke kommet ennå.',
    da: 'Intet kan føres som sket {occurredOn}: den dag er ikke kommet endnu.',
    sv: 'Inget kan antecknas som inträffat {occurredOn}: den dagen har inte kommit än.',
  },
  OCCURRED_BEFORE_ITS_SUBJECT: {
    en: 'It cannot have happened on {occurredOn}: what it is about began on {beganOn}.',
    nb: 'Det kan ikke ha skjedd {occurredOn}: det som det handler om, begynte {beganOn}.',
    da: 'Det kan ikke være sket {occurredOn}: det, som det handler om, begyndte {beganOn}.',
    sv: 'Det kan inte ha hänt {occurredOn}: det som det handlar om började {beganOn}.',
  },
  OCCURRED_OUT_OF_ORDER: {
    en: 'The book already has something about this on {lastOn}, and {occurredOn} is earlier. Give {lastOn} or a later day; if a day in the book is wrong, put it right first with correctOccurredOn.',
    nb: 'Boken har allerede noe om dette {lastOn}, og {occurredOn} er tidligere. Oppgi {lastOn} eller en senere dag; er en dag i boken feil, rett den først med correctOccurredOn.',
    da: 'Bogen har allerede noget om dette {lastOn}, og {occurredOn} er tidligere. Angiv {lastOn} eller en senere dag; er en dag i bogen forkert, så ret den først med correctOccurredOn.',
    sv: 'Boken har redan något om detta {lastOn}, och {occurredOn} är tidigare. Ange {lastOn} eller en senare dag; är en dag i boken fel, rätta den först med correctOccurredOn.',
  },
  ENDED_BEFORE_LAST_LINE: {
    en: 'It cannot have ended on {occurredOn}: the book tells of something about it on {toldOn}. Give that day or a later one; if the other line’s day is wrong, correct it first.',
    nb: 'Det kan ikke ha endt {occurredOn}: boken forteller om noe som gjelder det {toldOn}. Oppgi den dagen eller en senere; er dagen i den andre linjen feil, rett den først.',
    da: 'Det kan ikke være endt {occurredOn}: bogen fortæller om noget, der vedrører det, {toldOn}. Angiv den dag eller en senere; er dagen i den anden linje forkert, så ret den først.',
    sv: 'Det kan inte ha slutat {occurredOn}: boken berättar om något som rör det {toldOn}. Ange den dagen eller en senare; är dagen på den andra raden fel, rätta den först.',
  },
  NOTHING_DUE: {
    en: 'Nothing has fallen due.',
    nb: 'Ingenting har forfalt.',
    da: 'Intet er forfaldet.',
    sv: 'Inget har förfallit.',
  },
} as const;

export const refuseInBook = refuser(bookRefusals);
