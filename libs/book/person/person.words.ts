import { type Phrase, refuser } from '#kernel';
import type { PersonEvent } from './person.events.js';

export const personRefusals = {
  PERSON_UNKNOWN: {
    en: 'This book holds no data about such a person.',
    nb: 'Denne boken har ingen opplysninger om en slik person.',
    da: 'Denne bog har ingen oplysninger om en sådan person.',
    sv: 'Den här boken har inga uppgifter om någon sådan person.',
  },
  PERSON_ERASED: {
    en: 'This person’s data has been erased; nothing more can be recorded about them. What was done still counts.',
    nb: 'Opplysningene om denne personen er slettet; det kan ikke føres mer om vedkommende. Det som ble gjort, teller fortsatt.',
    da: 'Oplysningerne om denne person er slettet; der kan ikke føres mere om vedkommende. Det, der blev gjort, tæller stadig.',
    sv: 'Uppgifterna om den här personen har raderats; inget mer kan antecknas om hen. Det som gjordes räknas fortfarande.',
  },
  PERSON_RESTRICTED: {
    en: 'This person’s data is restricted: it is kept, but nothing is added to it.',
    nb: 'Behandlingen av denne personens opplysninger er begrenset: de oppbevares, men det legges ikke noe til.',
    da: 'Behandlingen af denne persons oplysninger er begrænset: de opbevares, men der føjes ikke noget til.',
    sv: 'Behandlingen av den här personens uppgifter är begränsad: de bevaras, men inget läggs till.',
  },
  PERSON_RESTRICTED_ALREADY: {
    en: 'This person’s data is restricted already. Erase it, or refuse the request.',
    nb: 'Behandlingen av denne personens opplysninger er allerede begrenset. Slett dem, eller avslå anmodningen.',
    da: 'Behandlingen af denne persons oplysninger er allerede begrænset. Slet dem, eller afslå anmodningen.',
    sv: 'Behandlingen av den här personens uppgifter är redan begränsad. Radera dem, eller avslå begäran.',
  },
  ERASURE_REQUESTED_ALREADY: {
    en: 'A request to erase this person’s data already waits for its decision.',
    nb: 'En anmodning om å slette denne personens opplysninger venter allerede på avgjørelse.',
    da: 'En anmodning om at slette denne persons oplysninger venter allerede på afgørelse.',
    sv: 'En begäran om att radera den här personens uppgifter väntar redan på beslut.',
  },
  ERASURE_NOT_REQUESTED: {
    en: 'No request to erase this person’s data waits for a decision. Record the request first (requestErasure).',
    nb: 'Ingen anmodning om å slette denne personens opplysninger venter på avgjørelse. Registrer anmodningen først (requestErasure).',
    da: 'Ingen anmodning om at slette denne persons oplysninger venter på afgørelse. Registrér anmodningen først (requestErasure).',
    sv: 'Ingen begäran om att radera den här personens uppgifter väntar på beslut. Anteckna begäran först (requestErasure).',
  },
} as const;

export const refuse = refuser(personRefusals);

/** One sentence for each event. It does not say who: that would be the very thing that is asked to go. */
export const personSentences: Readonly<Record<PersonEvent['type'], Phrase>> = {
  ErasureRequested: {
    en: 'Somebody asked that their personal data be erased.',
    nb: 'Noen ba om å få personopplysningene sine slettet.',
    da: 'Nogen bad om at få slettet sine personoplysninger.',
    sv: 'Någon begärde att få sina personuppgifter raderade.',
  },
  PersonalDataErased: {
    en: 'A person’s data was erased for good: {ground}',
    nb: 'En persons opplysninger ble slettet for godt: {ground}',
    da: 'En persons oplysninger blev slettet for altid: {ground}',
    sv: 'En persons uppgifter raderades för gott: {ground}',
  },
  PersonalDataRestricted: {
    en: 'A person’s data was restricted, so that nobody is shown it: {ground}',
    nb: 'Behandlingen av en persons opplysninger ble begrenset, så ingen får se dem: {ground}',
    da: 'Behandlingen af en persons oplysninger blev begrænset, så ingen får dem at se: {ground}',
    sv: 'Behandlingen av en persons uppgifter begränsades, så att ingen får se dem: {ground}',
  },
  ErasureRefused: {
    en: 'A request to erase personal data was refused: {ground}',
    nb: 'En anmodning om å slette personopplysninger ble avslått: {ground}',
    da: 'En anmodning om at slette personoplysninger blev afslået: {ground}',
    sv: 'En begäran om att radera personuppgifter avslogs: {ground}',
  },
};

/** How the codes of this slice read inside a sentence. */
export const personLabels: Readonly<Record<string, Phrase>> = {
  KEPT: { en: 'kept', nb: 'oppbevart', da: 'opbevaret', sv: 'bevarad' },
  ERASED: { en: 'erased', nb: 'slettet', da: 'slettet', sv: 'raderad' },
  RESTRICTED: { en: 'restricted', nb: 'begrenset', da: 'begrænset', sv: 'begränsad' },
  ERASE: { en: 'erase', nb: 'slette', da: 'slette', sv: 'radera' },
  RESTRICT: { en: 'restrict', nb: 'begrense', da: 'begrænse', sv: 'begränsa' },
  REFUSE: { en: 'refuse', nb: 'avslå', da: 'afslå', sv: 'avslå' },
};
