import { type Phrase, refuser } from '#kernel';
import type { DecisionEvent } from './decision.events.js';

export const decisionRefusals = {
  DECISION_UNKNOWN: {
    en: 'This book knows no such decision.',
    nb: 'Denne boken kjenner ingen slik beslutning.',
    da: 'Denne bog kender ingen sådan beslutning.',
    sv: 'Den här boken känner inte till något sådant beslut.',
  },
  DECISION_NOT_OPEN: {
    en: '{decision} no longer waits to be decided (status: {status}). If it has to be decided anew, identify a new need.',
    nb: '{decision} venter ikke lenger på å bli avgjort (status: {status}). Skal det avgjøres på nytt, meld et nytt behov.',
    da: '{decision} venter ikke længere på at blive afgjort (status: {status}). Skal det afgøres på ny, så meld et nyt behov.',
    sv: '{decision} väntar inte längre på att avgöras (status: {status}). Ska det avgöras på nytt, anmäl ett nytt behov.',
  },
  DECISION_NOT_PROPOSED: {
    en: 'No options have been laid before the forum for {decision}. Propose them first.',
    nb: 'Det er ikke lagt fram noen alternativer for {decision}. Legg dem fram først.',
    da: 'Der er ikke lagt nogen muligheder frem for {decision}. Læg dem frem først.',
    sv: 'Inga alternativ har lagts fram för {decision}. Lägg fram dem först.',
  },
  DECISION_NOT_IN_FORCE: {
    en: '{decision} is not in force (status: {status}); this takes a decision that has been taken and still stands.',
    nb: '{decision} gjelder ikke (status: {status}); dette krever en beslutning som er tatt og fortsatt står ved lag.',
    da: '{decision} gælder ikke (status: {status}); det kræver en beslutning, som er truffet og stadig står ved magt.',
    sv: '{decision} gäller inte (status: {status}); det här kräver ett beslut som har fattats och fortfarande står fast.',
  },
  DECISION_NOT_TAKEN: {
    en: '{decision} was never taken (status: {status}), so there is no record of a decision to correct.',
    nb: '{decision} er aldri tatt (status: {status}), så det finnes ingen beslutningstekst å rette.',
    da: '{decision} er aldrig truffet (status: {status}), så der er ingen beslutningstekst at rette.',
    sv: '{decision} har aldrig fattats (status: {status}), så det finns ingen beslutstext att rätta.',
  },
  DECISION_DUE_IN_PAST: {
    en: 'The decision is due by {dueBy}, which is before the day on which the need is noted, {identifiedOn}.',
    nb: 'Fristen {dueBy} er før dagen behovet meldes, {identifiedOn}.',
    da: 'Fristen {dueBy} er før den dag, behovet meldes, {identifiedOn}.',
    sv: 'Tidsfristen {dueBy} ligger före dagen då behovet anmäls, {identifiedOn}.',
  },
  OPTIONS_TOO_FEW: {
    en: 'A decision chooses between at least two options, not {count}. To do nothing is one of them.',
    nb: 'En beslutning velger mellom minst to alternativer, ikke {count}. Å ikke gjøre noe er ett av dem.',
    da: 'En beslutning vælger mellem mindst to muligheder, ikke {count}. At gøre ingenting er en af dem.',
    sv: 'Ett beslut väljer mellan minst två alternativ, inte {count}. Att inte göra något är ett av dem.',
  },
  OPTIONS_TOO_MANY: {
    en: 'There are {count} options; a decision takes at most {max}, one for each letter from A to Z.',
    nb: 'Det er {count} alternativer; en beslutning tar høyst {max}, ett for hver bokstav fra A til Z.',
    da: 'Der er {count} muligheder; en beslutning tager højst {max}, en for hvert bogstav fra A til Z.',
    sv: 'Det finns {count} alternativ; ett beslut rymmer högst {max}, ett för varje bokstav från A till Z.',
  },
  OPTION_REPEATED: {
    en: 'The option “{title}” is named twice; the options must differ.',
    nb: 'Alternativet «{title}» er nevnt to ganger; alternativene må være ulike.',
    da: 'Muligheden »{title}« er nævnt to gange; mulighederne skal være forskellige.',
    sv: 'Alternativet ”{title}” anges två gånger; alternativen måste skilja sig åt.',
  },
  OPTION_TITLE_MISLEADS: {
    en: 'Option {key} is called “{title}”, and that is the letter of another option. Give it another title.',
    nb: 'Alternativ {key} heter «{title}», og det er bokstaven til et annet alternativ. Gi det en annen tittel.',
    da: 'Mulighed {key} hedder »{title}«, og det er bogstavet for en anden mulighed. Giv den en anden titel.',
    sv: 'Alternativ {key} heter ”{title}”, och det är bokstaven för ett annat alternativ. Ge det en annan rubrik.',
  },
  OPTION_UNKNOWN: {
    en: '“{option}” is none of the options; they are: {options}.',
    nb: '«{option}» er ikke et av alternativene; de er: {options}.',
    da: '»{option}« er ikke en af mulighederne; de er: {options}.',
    sv: '”{option}” är inte ett av alternativen; de är: {options}.',
  },
  PROPOSAL_UNCHANGED: {
    en: 'This is what has already been proposed for {decision}, word for word.',
    nb: 'Dette er ord for ord det som allerede er lagt fram for {decision}.',
    da: 'Dette er ord for ord det, der allerede er lagt frem for {decision}.',
    sv: 'Det här är ord för ord vad som redan har lagts fram för {decision}.',
  },
  DECIDERS_MISSING: {
    en: 'Name at least one body or role that decided.',
    nb: 'Nevn minst ett organ eller én rolle som avgjorde saken.',
    da: 'Nævn mindst ét organ eller én rolle, der afgjorde sagen.',
    sv: 'Ange minst ett organ eller en roll som avgjorde frågan.',
  },
  OPERATIONS_OWNER_MISSING: {
    en: '{decision} brings a system into use: name who answers for its operation (operationsOwner).',
    nb: '{decision} tar et system i bruk: oppgi hvem som har ansvar for driften (operationsOwner).',
    da: '{decision} tager et system i brug: angiv, hvem der har ansvar for driften (operationsOwner).',
    sv: '{decision} tar ett system i bruk: ange vem som ansvarar för driften (operationsOwner).',
  },
  INVOLVEMENT_MISSING: {
    en: '{decision} touches employees: it takes a closed involvement, or a waiver that says why there is none (involvementWaiver).',
    nb: '{decision} berører de ansatte: det kreves en avsluttet medvirkning, eller en begrunnelse for at den mangler (involvementWaiver).',
    da: '{decision} berører medarbejderne: det kræver en afsluttet inddragelse eller en begrundelse for, at den mangler (involvementWaiver).',
    sv: '{decision} berör de anställda: det krävs en avslutad medverkan, eller en motivering till att den saknas (involvementWaiver).',
  },
  EFFECTIVE_BEFORE_TAKEN: {
    en: 'The decision cannot hold from {effectiveFrom}: it was not taken until {takenOn}.',
    nb: 'Beslutningen kan ikke gjelde fra {effectiveFrom}: den ble først tatt {takenOn}.',
    da: 'Beslutningen kan ikke gælde fra {effectiveFrom}: den blev først truffet {takenOn}.',
    sv: 'Beslutet kan inte gälla från {effectiveFrom}: det fattades först {takenOn}.',
  },
  REVIEW_NOT_LATER: {
    en: 'The day to look at it again, {reviewOn}, must come after {decidedOn}.',
    nb: 'Dagen den skal vurderes på nytt, {reviewOn}, må komme etter {decidedOn}.',
    da: 'Den dag, den skal vurderes igen, {reviewOn}, skal ligge efter {decidedOn}.',
    sv: 'Dagen då det ska prövas på nytt, {reviewOn}, måste ligga efter {decidedOn}.',
  },
  DEFERRAL_NOT_LATER: {
    en: '{decision} is due by {dueBy}; to put it off takes a later day than that, not {newDueBy}.',
    nb: '{decision} har frist {dueBy}; en utsettelse må være til en senere dag, ikke {newDueBy}.',
    da: '{decision} har frist {dueBy}; en udsættelse skal være til en senere dag, ikke {newDueBy}.',
    sv: '{decision} ska vara avgjort {dueBy}; ett uppskov måste gälla en senare dag, inte {newDueBy}.',
  },
  DEFERRAL_IN_PAST: {
    en: 'A decision that is put off on {deferredOn} cannot be due by {newDueBy}, before that day.',
    nb: 'En beslutning som utsettes {deferredOn}, kan ikke ha frist {newDueBy}, før den dagen.',
    da: 'En beslutning, der udsættes {deferredOn}, kan ikke have frist {newDueBy}, før den dag.',
    sv: 'Ett beslut som skjuts upp {deferredOn} kan inte ha tidsfristen {newDueBy}, före den dagen.',
  },
  DECISION_NOT_OVERDUE: {
    en: '{decision} can still be decided in time: it is due by {dueBy}.',
    nb: '{decision} kan fortsatt avgjøres i tide: fristen er {dueBy}.',
    da: '{decision} kan stadig afgøres i tide: fristen er {dueBy}.',
    sv: '{decision} kan fortfarande avgöras i tid: tidsfristen är {dueBy}.',
  },
  DECISION_SUPERSEDES_ITSELF: {
    en: '{decision} cannot take its own place.',
    nb: '{decision} kan ikke erstatte seg selv.',
    da: '{decision} kan ikke erstatte sig selv.',
    sv: '{decision} kan inte ersätta sig självt.',
  },
  SUPERSESSION_CIRCULAR: {
    en: '{earlier} itself took the place of {later}; {later} cannot take it back. Take a new decision instead.',
    nb: '{earlier} har selv erstattet {later}; {later} kan ikke erstatte den igjen. Ta en ny beslutning i stedet.',
    da: '{earlier} har selv erstattet {later}; {later} kan ikke erstatte den igen. Træf en ny beslutning i stedet.',
    sv: '{earlier} har självt ersatt {later}; {later} kan inte ersätta det igen. Fatta ett nytt beslut i stället.',
  },
  SUPERSEDED_BY_EARLIER: {
    en: '{later} was taken on {laterOn}, before {earlier} on {earlierOn}; only a later decision takes the place of an earlier one.',
    nb: '{later} ble tatt {laterOn}, før {earlier} {earlierOn}; bare en senere beslutning kan erstatte en tidligere.',
    da: '{later} blev truffet {laterOn}, før {earlier} {earlierOn}; kun en senere beslutning kan erstatte en tidligere.',
    sv: '{later} fattades {laterOn}, före {earlier} {earlierOn}; bara ett senare beslut kan ersätta ett tidigare.',
  },
  RECORD_UNCHANGED: {
    en: 'The record of {decision} already says so ({part}: {value}).',
    nb: 'Det står allerede slik for {decision} ({part}: {value}).',
    da: 'Det står allerede sådan for {decision} ({part}: {value}).',
    sv: 'Det står redan så för {decision} ({part}: {value}).',
  },
} as const;

export const refuse = refuser(decisionRefusals);

/** One sentence for each event; placeholders are fields of its data. */
export const decisionSentences: Readonly<Record<DecisionEvent['type'], Phrase>> = {
  DecisionNeedIdentified: {
    en: '{ref} {title}: {forum} has to decide by {dueBy} (question: {question}).',
    nb: '{ref} {title}: {forum} må beslutte innen {dueBy} (spørsmål: {question}).',
    da: '{ref} {title}: {forum} skal træffe beslutning senest {dueBy} (spørgsmål: {question}).',
    sv: '{ref} {title}: {forum} ska fatta beslut senast {dueBy} (fråga: {question}).',
  },
  DecisionProposed: {
    en: 'For {decisionId}, these options were laid before the forum: A {options.0.title}; B {options.1.title}[; C {options.2.title}][; D {options.3.title}][; E {options.4.title}][; and more, F {options.5.title} being the next].',
    nb: 'For {decisionId} ble disse alternativene lagt fram: A {options.0.title}; B {options.1.title}[; C {options.2.title}][; D {options.3.title}][; E {options.4.title}][; og flere, det neste er F {options.5.title}].',
    da: 'For {decisionId} blev disse muligheder lagt frem: A {options.0.title}; B {options.1.title}[; C {options.2.title}][; D {options.3.title}][; E {options.4.title}][; og flere, den næste er F {options.5.title}].',
    sv: 'För {decisionId} lades dessa alternativ fram: A {options.0.title}; B {options.1.title}[; C {options.2.title}][; D {options.3.title}][; E {options.4.title}][; och fler, nästa är F {options.5.title}].',
  },
  DecisionTaken: {
    en: '{decisionId} was taken by {deciders}: option {option}, from {effectiveFrom}[, to be looked at again on {reviewOn}]. {rationale}',
    nb: '{decisionId} ble tatt av {deciders}: alternativ {option}, fra {effectiveFrom}[, vurderes på nytt {reviewOn}]. {rationale}',
    da: '{decisionId} blev truffet af {deciders}: mulighed {option}, fra {effectiveFrom}[, vurderes igen {reviewOn}]. {rationale}',
    sv: '{decisionId} fattades av {deciders}: alternativ {option}, från {effectiveFrom}[, prövas på nytt {reviewOn}]. {rationale}',
  },
  DecisionRejected: {
    en: '{deciders} said no to all options for {decisionId}: {rationale}',
    nb: '{deciders} sa nei til alle alternativer for {decisionId}: {rationale}',
    da: '{deciders} sagde nej til alle muligheder for {decisionId}: {rationale}',
    sv: '{deciders} sade nej till alla alternativ för {decisionId}: {rationale}',
  },
  DecisionDeferred: {
    en: '{decisionId} was put off until {newDueBy}: {reason}',
    nb: '{decisionId} ble utsatt til {newDueBy}: {reason}',
    da: '{decisionId} blev udsat til {newDueBy}: {reason}',
    sv: '{decisionId} sköts upp till {newDueBy}: {reason}',
  },
  DecisionBecameOverdue: {
    en: '{decisionId} was due by {dueBy}, and nothing was decided.',
    nb: '{decisionId} hadde frist {dueBy}, og ingenting ble besluttet.',
    da: '{decisionId} havde frist {dueBy}, og intet blev besluttet.',
    sv: '{decisionId} skulle ha avgjorts senast {dueBy}, och inget beslutades.',
  },
  NonDecisionAcknowledged: {
    en: 'It was admitted that {decisionId} was not taken: {consequence}',
    nb: 'Det ble erkjent at {decisionId} ikke ble tatt: {consequence}',
    da: 'Det blev erkendt, at {decisionId} ikke blev truffet: {consequence}',
    sv: 'Det medgavs att {decisionId} inte fattades: {consequence}',
  },
  DecisionSuperseded: {
    en: '{decisionId} no longer holds; {byDecisionId} took its place.',
    nb: '{decisionId} gjelder ikke lenger; den er erstattet av {byDecisionId}.',
    da: '{decisionId} gælder ikke længere; den er erstattet af {byDecisionId}.',
    sv: '{decisionId} gäller inte längre; det har ersatts av {byDecisionId}.',
  },
  DecisionTookOver: {
    en: '{decisionId} took the place of {supersededDecisionId}.',
    nb: '{decisionId} erstattet {supersededDecisionId}.',
    da: '{decisionId} erstattede {supersededDecisionId}.',
    sv: '{decisionId} ersatte {supersededDecisionId}.',
  },
  DecisionRevoked: {
    en: '{decisionId} was revoked: {ground}',
    nb: '{decisionId} ble opphevet: {ground}',
    da: '{decisionId} blev ophævet: {ground}',
    sv: '{decisionId} upphävdes: {ground}',
  },
  DecisionReconfirmed: {
    en: '{decisionId} was looked at again and stands[, until it is looked at on {reviewOn}]: {rationale}',
    nb: '{decisionId} ble vurdert på nytt og står ved lag[, neste vurdering er {reviewOn}]: {rationale}',
    da: '{decisionId} blev vurderet igen og står ved magt[, næste vurdering er {reviewOn}]: {rationale}',
    sv: '{decisionId} prövades på nytt och står fast[, nästa prövning är {reviewOn}]: {rationale}',
  },
  DecisionReviewFellDue: {
    en: 'The day to look at {decisionId} again had come: {reviewOn}.',
    nb: 'Dagen var kommet for å vurdere {decisionId} på nytt: {reviewOn}.',
    da: 'Dagen var kommet til at vurdere {decisionId} igen: {reviewOn}.',
    sv: 'Dagen hade kommit att pröva {decisionId} på nytt: {reviewOn}.',
  },
  DecisionRecordCorrected: {
    en: 'The record of {decisionId} was corrected ({field}: {value}): {reason}',
    nb: 'Det som står om {decisionId}, ble rettet ({field}: {value}): {reason}',
    da: 'Det, der står om {decisionId}, blev rettet ({field}: {value}): {reason}',
    sv: 'Det som står om {decisionId} rättades ({field}: {value}): {reason}',
  },
};

/** How the codes of this slice read inside a sentence. */
export const decisionLabels: Readonly<Record<string, Phrase>> = {
  NEEDED: { en: 'needed', nb: 'behov meldt', da: 'behov meldt', sv: 'behov anmält' },
  PROPOSED: { en: 'proposed', nb: 'foreslått', da: 'foreslået', sv: 'föreslaget' },
  TAKEN: { en: 'taken', nb: 'tatt', da: 'truffet', sv: 'fattat' },
  REJECTED: { en: 'rejected', nb: 'avvist', da: 'afvist', sv: 'avslaget' },
  DEFERRED: { en: 'put off', nb: 'utsatt', da: 'udsat', sv: 'uppskjutet' },
  NOT_TAKEN: { en: 'not taken', nb: 'ikke tatt', da: 'ikke truffet', sv: 'inte fattat' },
  SUPERSEDED: { en: 'superseded', nb: 'erstattet', da: 'erstattet', sv: 'ersatt' },
  REVOKED: { en: 'revoked', nb: 'opphevet', da: 'ophævet', sv: 'upphävt' },
  PURPOSE: { en: 'purpose', nb: 'formål', da: 'formål', sv: 'syfte' },
  ETHICS_AND_LAW: { en: 'ethics and law', nb: 'etikk og jus', da: 'etik og jura', sv: 'etik och juridik' },
  POLITICIANS: { en: 'politicians', nb: 'politikere', da: 'politikere', sv: 'politiker' },
  TECHNOLOGY_AND_DATA: {
    en: 'technology and data',
    nb: 'teknologi og data',
    da: 'teknologi og data',
    sv: 'teknik och data',
  },
  ORGANISATION: { en: 'organisation', nb: 'organisasjon', da: 'organisation', sv: 'organisation' },
  COMPETENCIES: { en: 'competencies', nb: 'kompetanse', da: 'kompetencer', sv: 'kompetens' },
  CITIZENS: { en: 'citizens', nb: 'innbyggere', da: 'borgere', sv: 'medborgare' },
  EXTERNAL_COLLABORATION: {
    en: 'external collaboration',
    nb: 'eksternt samarbeid',
    da: 'eksternt samarbejde',
    sv: 'extern samverkan',
  },
  METHOD: { en: 'method', nb: 'metode', da: 'metode', sv: 'metod' },
  COMMUNICATION: { en: 'communication', nb: 'kommunikasjon', da: 'kommunikation', sv: 'kommunikation' },
  TITLE: { en: 'title', nb: 'tittel', da: 'titel', sv: 'rubrik' },
  FORUM: { en: 'forum', nb: 'forum', da: 'forum', sv: 'forum' },
  RATIONALE: { en: 'rationale', nb: 'begrunnelse', da: 'begrundelse', sv: 'motivering' },
  EFFECTIVE_FROM: { en: 'in effect from', nb: 'gjelder fra', da: 'gælder fra', sv: 'gäller från' },
  REVIEW_ON: { en: 'to be looked at again on', nb: 'vurderes på nytt', da: 'vurderes igen', sv: 'prövas på nytt' },
  OPERATIONS_OWNER: { en: 'operations owner', nb: 'driftsansvarlig', da: 'driftsansvarlig', sv: 'driftsansvarig' },
  CORE_TASK_VALUE: {
    en: 'value for the core task',
    nb: 'verdi for kjerneoppgaven',
    da: 'værdi for kerneopgaven',
    sv: 'värde för kärnuppdraget',
  },
  CONSEQUENCES: { en: 'consequences', nb: 'konsekvenser', da: 'konsekvenser', sv: 'konsekvenser' },
};
