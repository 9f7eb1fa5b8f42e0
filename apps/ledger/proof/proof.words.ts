import { refuser } from '#kernel';

/** Why a proof cannot be given. */
export const proofPhrases = {
  SIZE_NOT_SEALED: {
    en: '{field} is {size}, and this ledger has sealed {sealed} lines. It may be a checkpoint of another ledger.',
    nb: '{field} er {size}, og her er {sealed} linjer forseglet. Kanskje er det et sjekkpunkt fra en annen ledger.',
    da: '{field} er {size}, og her er {sealed} linjer forseglet. Måske er det et checkpoint fra en anden ledger.',
    sv: '{field} är {size}, och här är {sealed} rader förseglade. Kanske är det en kontrollpunkt från en annan ledger.',
  },
  SIZES_REVERSED: {
    en: '`from` is {from} and `to` is {to}: the earlier checkpoint cannot be the larger one.',
    nb: '`from` er {from} og `to` er {to}: det tidligste sjekkpunktet kan ikke være det største.',
    da: '`from` er {from} og `to` er {to}: det tidligste checkpoint kan ikke være det største.',
    sv: '`from` är {from} och `to` är {to}: den tidigare kontrollpunkten kan inte vara den större.',
  },
  EVENT_UNKNOWN: {
    en: 'The book has no line with this id.',
    nb: 'Boken har ingen linje med denne id-en.',
    da: 'Bogen har ingen linje med dette id.',
    sv: 'Boken har ingen rad med detta id.',
  },
  EVENT_NOT_SEALED: {
    en: 'The line at position {position} is not sealed yet, or not at size {size}; ask again in a moment, or for a later checkpoint.',
    nb: 'Linjen på posisjon {position} er ikke forseglet ennå, eller ikke ved størrelse {size}; spør igjen om litt, eller om et senere sjekkpunkt.',
    da: 'Linjen på position {position} er ikke forseglet endnu, eller ikke ved størrelse {size}; spørg igen om lidt, eller om et senere checkpoint.',
    sv: 'Raden på position {position} är inte förseglad än, eller inte vid storlek {size}; fråga igen om en stund, eller om en senare kontrollpunkt.',
  },
} as const;

export const refuseProof = refuser(proofPhrases);
