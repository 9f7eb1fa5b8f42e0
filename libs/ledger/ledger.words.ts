import { refuser } from '#kernel';

/** What the ledger itself refuses, whatever the domain would say. */
export const ledgerRefusals = {
  PROGRAMME_UNKNOWN: {
    en: 'There is no programme {programmeId}.',
    nb: 'Det finnes ikke noe program {programmeId}.',
    da: 'Der findes ikke noget program {programmeId}.',
    sv: 'Det finns inget program {programmeId}.',
  },
  COMMAND_ID_INVALID: {
    en: '{value} is no UUID, and an id of this kind must be one.',
    nb: '{value} er ikke en UUID, og en slik id må være det.',
    da: '{value} er ikke en UUID, og sådan et id skal være det.',
    sv: '{value} är inte ett UUID, och ett sådant id måste vara det.',
  },
  COMMAND_ID_REUSED: {
    en: 'The command id {commandId} has already been used for another command; a new command needs a new id.',
    nb: 'Kommando-id-en {commandId} er allerede brukt til en annen kommando; en ny kommando trenger en ny id.',
    da: 'Kommando-id’et {commandId} er allerede brugt til en anden kommando; en ny kommando kræver et nyt id.',
    sv: 'Kommando-id:t {commandId} har redan använts för ett annat kommando; ett nytt kommando behöver ett nytt id.',
  },
  REVISION_CONFLICT: {
    en: 'The book has changed since you looked: you saw revision {expected}, it is now at {actual}. Look again, then decide.',
    nb: 'Boken er endret siden du så på den: du så revisjon {expected}, nå er den på {actual}. Se på nytt, og bestem deg så.',
    da: 'Bogen er ændret, siden du så på den: du så revision {expected}, nu er den på {actual}. Se efter igen, og tag så stilling.',
    sv: 'Boken har ändrats sedan du såg den: du såg revision {expected}, nu är den på {actual}. Titta igen och bestäm dig sedan.',
  },
  CONFLICT: {
    en: 'Others are writing in this book so fast that the command did not get its turn. Nothing was written; try again.',
    nb: 'Andre skriver så raskt i denne boken at kommandoen ikke slapp til. Ingenting ble skrevet; prøv igjen.',
    da: 'Andre skriver så hurtigt i denne bog, at kommandoen ikke kom til. Intet blev skrevet; prøv igen.',
    sv: 'Andra skriver så snabbt i den här boken att kommandot inte kom till. Inget skrevs; försök igen.',
  },
  COMMAND_TOO_LARGE: {
    en: 'The command would write more than {kilobytesMax} kB at once. Divide it into several.',
    nb: 'Kommandoen ville skrive mer enn {kilobytesMax} kB på én gang. Del den i flere.',
    da: 'Kommandoen ville skrive mere end {kilobytesMax} kB på én gang. Del den i flere.',
    sv: 'Kommandot skulle skriva mer än {kilobytesMax} kB på en gång. Dela upp det i flera.',
  },
  PERSON_ERASED: {
    en: 'This person’s data was erased, and nothing more can be kept about them under that id.',
    nb: 'Opplysningene om denne personen er slettet, og det kan ikke lagres mer om dem under den id-en.',
    da: 'Oplysningerne om denne person er slettet, og der kan ikke gemmes mere om dem under det id.',
    sv: 'Uppgifterna om den här personen har raderats, och inget mer kan sparas om dem under det id:t.',
  },
} as const;

export const refuseInLedger = refuser(ledgerRefusals);
