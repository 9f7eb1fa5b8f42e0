import { type Phrase, refuser } from '#kernel';
import type { ProgrammeEvent } from './programme.events.js';

export const programmeRefusals = {
  PURPOSE_MISSING: {
    en: 'Name at least one purpose.',
    nb: 'Nevn minst ett formål.',
    da: 'Nævn mindst ét formål.',
    sv: 'Ange minst ett syfte.',
  },
  PURPOSE_REPEATED: {
    en: 'The purpose “{purpose}” is named twice.',
    nb: 'Formålet «{purpose}» er nevnt to ganger.',
    da: 'Formålet »{purpose}« er nævnt to gange.',
    sv: 'Syftet ”{purpose}” anges två gånger.',
  },
  SOLUTION_NAME_TAKEN: {
    en: '{solution} is already called {name}.',
    nb: '{solution} heter allerede {name}.',
    da: '{solution} hedder allerede {name}.',
    sv: '{solution} heter redan {name}.',
  },
  SOLUTION_UNKNOWN: {
    en: 'This book knows no such solution.',
    nb: 'Denne boken kjenner ingen slik løsning.',
    da: 'Denne bog kender ingen sådan løsning.',
    sv: 'Den här boken känner inte till någon sådan lösning.',
  },
  POLICY_SHARES_CROSSED: {
    en: 'The share for lapsed ({lapseShare}) must be lower than the share for embedded ({embeddedShare}).',
    nb: 'Andelen for frafall ({lapseShare}) må være lavere enn andelen for innarbeidet ({embeddedShare}).',
    da: 'Andelen for frafald ({lapseShare}) skal være lavere end andelen for forankret ({embeddedShare}).',
    sv: 'Andelen för bortfall ({lapseShare}) måste vara lägre än andelen för inarbetad ({embeddedShare}).',
  },
  POLICY_PERIODS_OUT_OF_RANGE: {
    en: 'Between 1 and 24 periods in a row can be asked for, not {periods}.',
    nb: 'Det kan kreves mellom 1 og 24 perioder på rad, ikke {periods}.',
    da: 'Der kan kræves mellem 1 og 24 perioder i træk, ikke {periods}.',
    sv: 'Mellan 1 och 24 perioder i rad kan krävas, inte {periods}.',
  },
  POLICY_WINDOW_EMPTY: {
    en: 'The window for active users must be at least one day.',
    nb: 'Vinduet for aktive brukere må være minst én dag.',
    da: 'Vinduet for aktive brugere skal være mindst én dag.',
    sv: 'Fönstret för aktiva användare måste vara minst en dag.',
  },
  PROGRAMME_NOT_RUNNING: {
    en: 'Only a running programme can be paused; this one is {status}.',
    nb: 'Bare et program i gang kan settes på pause; dette er {status}.',
    da: 'Kun et program i gang kan sættes på pause; dette er {status}.',
    sv: 'Bara ett pågående program kan pausas; det här är {status}.',
  },
  PROGRAMME_NOT_PAUSED: {
    en: 'Only a paused programme can be resumed; this one is {status}.',
    nb: 'Bare et program på pause kan gjenopptas; dette er {status}.',
    da: 'Kun et program på pause kan genoptages; dette er {status}.',
    sv: 'Bara ett pausat program kan återupptas; det här är {status}.',
  },
  PROGRAMME_PAUSED: {
    en: 'The programme is paused; no pilot starts and no wave opens until it is resumed.',
    nb: 'Programmet er på pause; ingen pilot starter og ingen bølge åpnes før det er gjenopptatt.',
    da: 'Programmet er på pause; ingen pilot starter, og ingen bølge åbnes, før det er genoptaget.',
    sv: 'Programmet är pausat; ingen pilot startar och ingen våg öppnas förrän det har återupptagits.',
  },
  ESCALATION_DUE_IN_PAST: {
    en: 'The answer is due by {answerDueBy}, which is before the day it is raised, {raisedOn}.',
    nb: 'Svarfristen {answerDueBy} er før dagen den løftes, {raisedOn}.',
    da: 'Svarfristen {answerDueBy} er før den dag, den løftes, {raisedOn}.',
    sv: 'Svarsdagen {answerDueBy} ligger före dagen då den lyfts, {raisedOn}.',
  },
  ESCALATION_UNKNOWN: {
    en: 'This book knows no such escalation.',
    nb: 'Denne boken kjenner ingen slik eskalering.',
    da: 'Denne bog kender ingen sådan eskalering.',
    sv: 'Den här boken känner inte till någon sådan eskalering.',
  },
  ESCALATION_ANSWERED_ALREADY: {
    en: '{escalation} has been answered already.',
    nb: '{escalation} er allerede besvart.',
    da: '{escalation} er allerede besvaret.',
    sv: '{escalation} är redan besvarad.',
  },
  PROGRAMME_HAS_ACTIVE_WAVES: {
    en: 'The programme closes when its waves are completed or cancelled; {waves} still go on.',
    nb: 'Programmet avsluttes når bølgene er fullført eller avlyst; {waves} pågår fortsatt.',
    da: 'Programmet afsluttes, når bølgerne er gennemført eller aflyst; {waves} er stadig i gang.',
    sv: 'Programmet avslutas när vågorna är slutförda eller inställda; {waves} pågår fortfarande.',
  },
} as const;

export const refuse = refuser(programmeRefusals);

/** One sentence for each event; placeholders are fields of its data. */
export const programmeSentences: Readonly<Record<ProgrammeEvent['type'], Phrase>> = {
  ProgrammeChartered: {
    en: 'The programme {name} was chartered, owned by {owner.title}.',
    nb: 'Programmet {name} ble opprettet, med {owner.title} som eier.',
    da: 'Programmet {name} blev oprettet med {owner.title} som ejer.',
    sv: 'Programmet {name} inrättades, med {owner.title} som ägare.',
  },
  SolutionAdded: {
    en: '{ref} {name} joined the programme.',
    nb: '{ref} {name} kom inn i programmet.',
    da: '{ref} {name} kom med i programmet.',
    sv: '{ref} {name} togs in i programmet.',
  },
  AdoptionPolicySet: {
    en: 'A unit now counts as embedded after {periods} periods with at least {embeddedShare} of its users active, and as lapsed after as many below {lapseShare}.',
    nb: 'En enhet regnes nå som innarbeidet etter {periods} perioder med minst {embeddedShare} aktive brukere, og som frafalt etter like mange under {lapseShare}.',
    da: 'En enhed regnes nu som forankret efter {periods} perioder med mindst {embeddedShare} aktive brugere, og som frafaldet efter lige så mange under {lapseShare}.',
    sv: 'En enhet räknas nu som inarbetad efter {periods} perioder med minst {embeddedShare} aktiva användare, och som bortfallen efter lika många under {lapseShare}.',
  },
  ProgrammePaused: {
    en: 'The programme was paused: {reason}',
    nb: 'Programmet ble satt på pause: {reason}',
    da: 'Programmet blev sat på pause: {reason}',
    sv: 'Programmet pausades: {reason}',
  },
  ProgrammeResumed: {
    en: 'The programme was resumed: {reason}',
    nb: 'Programmet ble gjenopptatt: {reason}',
    da: 'Programmet blev genoptaget: {reason}',
    sv: 'Programmet återupptogs: {reason}',
  },
  EscalationRaised: {
    en: '{ref} was taken to the top leader, to be answered by {answerDueBy}: {about}',
    nb: '{ref} ble løftet til topplederen, med svarfrist {answerDueBy}: {about}',
    da: '{ref} blev løftet til toplederen med svarfrist {answerDueBy}: {about}',
    sv: '{ref} lyftes till högsta chefen, att besvaras senast {answerDueBy}: {about}',
  },
  EscalationAnswered: {
    en: '{escalationId} was answered: {answer}',
    nb: '{escalationId} ble besvart: {answer}',
    da: '{escalationId} blev besvaret: {answer}',
    sv: '{escalationId} besvarades: {answer}',
  },
  ProgrammeClosed: {
    en: 'The programme was closed.[ {closingNote}]',
    nb: 'Programmet ble avsluttet.[ {closingNote}]',
    da: 'Programmet blev afsluttet.[ {closingNote}]',
    sv: 'Programmet avslutades.[ {closingNote}]',
  },
};

/** How the codes of this slice read inside a sentence. */
export const programmeLabels: Readonly<Record<string, Phrase>> = {
  CHARTERED: { en: 'chartered', nb: 'opprettet', da: 'oprettet', sv: 'inrättat' },
  RUNNING: { en: 'running', nb: 'i gang', da: 'i gang', sv: 'pågående' },
  PAUSED: { en: 'paused', nb: 'på pause', da: 'på pause', sv: 'pausat' },
  CLOSED: { en: 'closed', nb: 'avsluttet', da: 'afsluttet', sv: 'avslutat' },
  RAISED: { en: 'raised', nb: 'løftet', da: 'løftet', sv: 'lyft' },
  ANSWERED: { en: 'answered', nb: 'besvart', da: 'besvaret', sv: 'besvarad' },
};
