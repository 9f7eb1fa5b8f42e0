import { refuser } from '#kernel';

/** Why a question about the past cannot be answered. */
export const pastPhrases = {
  CLOCK_IN_FUTURE: {
    en: '{field} lies in the future: it is {now} now. Nobody knows yet what will be.',
    nb: '{field} ligger i framtiden: det er {now} nå. Ingen vet ennå hva som vil skje.',
    da: '{field} ligger i fremtiden: det er {now} nu. Ingen ved endnu, hvad der vil ske.',
    sv: '{field} ligger i framtiden: det är {now} nu. Ingen vet ännu vad som kommer att hända.',
  },
  POSITION_NOT_OF_THIS_LEDGER: {
    en: 'This ledger has no position {position}: its last one is {head}. It may be one of another ledger, or of a later backup.',
    nb: 'Denne boken har ingen posisjon {position}: den siste er {head}. Kanskje hører den til en annen ledger eller en senere sikkerhetskopi.',
    da: 'Denne bog har ingen position {position}: den sidste er {head}. Måske hører den til en anden ledger eller en senere sikkerhedskopi.',
    sv: 'Den här boken har ingen position {position}: den sista är {head}. Kanske hör den till en annan ledger eller en senare säkerhetskopia.',
  },
  BEFORE_THE_BOOK: {
    en: 'The book had not begun: its first line tells of {occurredOn} and was recorded at {recordedAt}, position {position}.',
    nb: 'Boken var ikke begynt: den første linjen forteller om {occurredOn} og ble skrevet {recordedAt}, posisjon {position}.',
    da: 'Bogen var ikke begyndt: den første linje fortæller om {occurredOn} og blev skrevet {recordedAt}, position {position}.',
    sv: 'Boken var inte påbörjad: den första raden berättar om {occurredOn} och skrevs {recordedAt}, position {position}.',
  },
  REPLAY_TOO_LARGE: {
    en: 'This would replay {count}; at most {lines} lines of {programmes} programmes are replayed at once. Ask for one programme.',
    nb: 'Dette ville spille av {count} på nytt; høyst {lines} linjer fra {programmes} programmer om gangen. Spør om ett program.',
    da: 'Det ville afspille {count} igen; højst {lines} linjer fra {programmes} programmer ad gangen. Spørg om ét program.',
    sv: 'Det här skulle spela upp {count} igen; högst {lines} rader från {programmes} program åt gången. Fråga om ett program.',
  },
} as const;

export const refusePast = refuser(pastPhrases);
