import { refuser } from '#kernel';

/** What can be wrong with the form of an input, whatever the command. */
export const inputRefusals = {
  INPUT_MISSING: {
    en: '{field} is missing.',
    nb: '{field} mangler.',
    da: '{field} mangler.',
    sv: '{field} saknas.',
  },
  INPUT_UNKNOWN_FIELD: {
    en: 'There is no field {field} here.',
    nb: 'Det finnes ikke noe felt {field} her.',
    da: 'Der findes ikke noget felt {field} her.',
    sv: 'Det finns inget fält {field} här.',
  },
  INPUT_NOT_AN_OBJECT: {
    en: '{field} must be a group of fields.',
    nb: '{field} må være en gruppe felt.',
    da: '{field} skal være en gruppe felter.',
    sv: '{field} måste vara en grupp fält.',
  },
  INPUT_NOT_TEXT: {
    en: '{field} must be text.',
    nb: '{field} må være tekst.',
    da: '{field} skal være tekst.',
    sv: '{field} måste vara text.',
  },
  INPUT_EMPTY: {
    en: '{field} must not be empty.',
    nb: '{field} kan ikke være tomt.',
    da: '{field} må ikke være tomt.',
    sv: '{field} får inte vara tomt.',
  },
  INPUT_TOO_LONG: {
    en: '{field} holds {length} characters; at most {max} are allowed.',
    nb: '{field} har {length} tegn; det er plass til høyst {max}.',
    da: '{field} har {length} tegn; der er plads til højst {max}.',
    sv: '{field} har {length} tecken; högst {max} är tillåtna.',
  },
  INPUT_LINE_BREAK: {
    en: '{field} must be one line, without line breaks.',
    nb: '{field} må være én linje, uten linjeskift.',
    da: '{field} skal være én linje, uden linjeskift.',
    sv: '{field} måste vara en enda rad, utan radbrytning.',
  },
  INPUT_NUL: {
    en: '{field} holds a NUL character, which no text may hold.',
    nb: '{field} inneholder et NUL-tegn, og det kan ingen tekst ha.',
    da: '{field} indeholder et NUL-tegn, og det må ingen tekst have.',
    sv: '{field} innehåller ett NUL-tecken, vilket ingen text får ha.',
  },
  INPUT_BROKEN_CHARACTER: {
    en: '{field} holds half a character (a lone surrogate).',
    nb: '{field} inneholder et halvt tegn (et enslig surrogat).',
    da: '{field} indeholder et halvt tegn (et enligt surrogat).',
    sv: '{field} innehåller ett halvt tecken (ett ensamt surrogat).',
  },
  INPUT_NOT_A_DATE: {
    en: '{field} must be a day that exists, written YYYY-MM-DD, between 1900 and 2199.',
    nb: '{field} må være en dag som finnes, skrevet ÅÅÅÅ-MM-DD, mellom 1900 og 2199.',
    da: '{field} skal være en dag der findes, skrevet ÅÅÅÅ-MM-DD, mellem 1900 og 2199.',
    sv: '{field} måste vara en dag som finns, skriven ÅÅÅÅ-MM-DD, mellan 1900 och 2199.',
  },
  INPUT_NOT_A_LEDGER_TIME: {
    en: '{field} must be a position (“1204”), a moment (“2015-11-25T12:00:00.000Z”) or a day (“2015-11-25”).',
    nb: '{field} må være en posisjon («1204»), et tidspunkt («2015-11-25T12:00:00.000Z») eller en dag («2015-11-25»).',
    da: '{field} skal være en position (»1204«), et tidspunkt (»2015-11-25T12:00:00.000Z«) eller en dag (»2015-11-25«).',
    sv: '{field} måste vara en position (”1204”), en tidpunkt (”2015-11-25T12:00:00.000Z”) eller en dag (”2015-11-25”).',
  },
  INPUT_NOT_A_NUMBER: {
    en: '{field} must be a number.',
    nb: '{field} må være et tall.',
    da: '{field} skal være et tal.',
    sv: '{field} måste vara ett tal.',
  },
  INPUT_NOT_WHOLE: {
    en: '{field} must be a whole number.',
    nb: '{field} må være et helt tall.',
    da: '{field} skal være et helt tal.',
    sv: '{field} måste vara ett heltal.',
  },
  INPUT_OUT_OF_RANGE: {
    en: '{field} must lie between {min} and {max}.',
    nb: '{field} må ligge mellom {min} og {max}.',
    da: '{field} skal ligge mellem {min} og {max}.',
    sv: '{field} måste ligga mellan {min} och {max}.',
  },
  INPUT_NOT_YES_OR_NO: {
    en: '{field} must be yes (true) or no (false).',
    nb: '{field} må være ja (true) eller nei (false).',
    da: '{field} skal være ja (true) eller nej (false).',
    sv: '{field} måste vara ja (true) eller nej (false).',
  },
  INPUT_NOT_ONE_OF: {
    en: '{field} must be one of {allowed}.',
    nb: '{field} må være en av {allowed}.',
    da: '{field} skal være en af {allowed}.',
    sv: '{field} måste vara en av {allowed}.',
  },
  INPUT_NOT_AN_EMAIL: {
    en: '{field} must be an e-mail address.',
    nb: '{field} må være en e-postadresse.',
    da: '{field} skal være en e-mailadresse.',
    sv: '{field} måste vara en e-postadress.',
  },
  INPUT_NOT_A_URI: {
    en: '{field} must be a full address that begins with https:, http: or urn:.',
    nb: '{field} må være en full adresse som begynner med https:, http: eller urn:.',
    da: '{field} skal være en fuld adresse, der begynder med https:, http: eller urn:.',
    sv: '{field} måste vara en fullständig adress som börjar med https:, http: eller urn:.',
  },
  INPUT_NOT_AN_ID: {
    en: '{field} must be an id, or a number that people cite, such as W-1.',
    nb: '{field} må være en id, eller et nummer som folk viser til, som W-1.',
    da: '{field} skal være et id eller et nummer, som folk henviser til, som W-1.',
    sv: '{field} måste vara ett id, eller ett nummer som man hänvisar till, som W-1.',
  },
  INPUT_NOT_A_UUID: {
    en: '{field} must be a UUID, such as 4b2b1f0e-6d4c-4b8a-9d2e-0c8f5f2b7a11.',
    nb: '{field} må være en UUID, som 4b2b1f0e-6d4c-4b8a-9d2e-0c8f5f2b7a11.',
    da: '{field} skal være et UUID, som 4b2b1f0e-6d4c-4b8a-9d2e-0c8f5f2b7a11.',
    sv: '{field} måste vara ett UUID, som 4b2b1f0e-6d4c-4b8a-9d2e-0c8f5f2b7a11.',
  },
  INPUT_NOT_A_POSITION: {
    en: '{field} must be a position as the ledger gave it: digits in quotation marks, such as "42".',
    nb: '{field} må være en posisjon slik hovedboken ga den: sifre i anførselstegn, som "42".',
    da: '{field} skal være en position, som hovedbogen gav den: cifre i anførselstegn, som "42".',
    sv: '{field} måste vara en position som huvudboken gav den: siffror inom citattecken, som "42".',
  },
  INPUT_QUOTED: {
    en: '{field} is a code, which is written without quotation marks.',
    nb: '{field} er en kode, som skrives uten anførselstegn.',
    da: '{field} er en kode, som skrives uden anførselstegn.',
    sv: '{field} är en kod, som skrivs utan citattecken.',
  },
  INPUT_REF_UNKNOWN: {
    en: 'There is no {ref} in this book.',
    nb: 'Det finnes ingen {ref} i denne boken.',
    da: 'Der findes ingen {ref} i denne bog.',
    sv: 'Det finns ingen {ref} i den här boken.',
  },
  INPUT_NOT_A_LIST: {
    en: '{field} must be a list.',
    nb: '{field} må være en liste.',
    da: '{field} skal være en liste.',
    sv: '{field} måste vara en lista.',
  },
  INPUT_LIST_TOO_LONG: {
    en: '{field} has {length} entries; at most {max} are allowed at a time.',
    nb: '{field} har {length} oppføringer; høyst {max} er tillatt om gangen.',
    da: '{field} har {length} poster; højst {max} er tilladt ad gangen.',
    sv: '{field} har {length} poster; högst {max} är tillåtna åt gången.',
  },
} as const;

export const refuseInput = refuser(inputRefusals);
