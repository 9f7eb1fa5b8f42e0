import { type Phrase, refuser } from '#kernel';
import type { PilotEvent } from './pilot.events.js';

export const pilotRefusals = {
  PILOT_UNKNOWN: {
    en: 'This book knows no such pilot.',
    nb: 'Denne boken kjenner ingen slik pilot.',
    da: 'Denne bog kender ingen sådan pilot.',
    sv: 'Den här boken känner inte till någon sådan pilot.',
  },
  CRITERIA_MISSING: {
    en: 'Say at least one thing that must be seen for the pilot to count as a success.',
    nb: 'Nevn minst én ting som må være oppfylt for at piloten skal regnes som vellykket.',
    da: 'Nævn mindst én ting, der skal være opfyldt, for at piloten regnes som vellykket.',
    sv: 'Ange minst en sak som måste vara uppfylld för att piloten ska räknas som lyckad.',
  },
  CRITERION_REPEATED: {
    en: 'The success criterion “{criterion}” is named twice.',
    nb: 'Suksesskriteriet «{criterion}» er nevnt to ganger.',
    da: 'Succeskriteriet »{criterion}« er nævnt to gange.',
    sv: 'Framgångskriteriet ”{criterion}” anges två gånger.',
  },
  CRITERIA_FROZEN: {
    en: 'Success criteria can be agreed anew only before the pilot starts; {pilot} has come further (status: {status}).',
    nb: 'Suksesskriteriene kan bare endres før piloten starter; {pilot} er kommet lenger (status: {status}).',
    da: 'Succeskriterierne kan kun ændres, før piloten starter; {pilot} er nået længere (status: {status}).',
    sv: 'Framgångskriterierna kan bara ändras innan piloten startar; {pilot} har kommit längre (status: {status}).',
  },
  CRITERIA_UNCHANGED: {
    en: '{pilot} has exactly these success criteria already.',
    nb: '{pilot} har allerede nøyaktig disse suksesskriteriene.',
    da: '{pilot} har allerede præcis disse succeskriterier.',
    sv: '{pilot} har redan exakt dessa framgångskriterier.',
  },
  PILOT_NOT_PROPOSED: {
    en: 'A pilot is approved once, after it was proposed; {pilot} has come further (status: {status}).',
    nb: 'En pilot godkjennes én gang, etter at den er foreslått; {pilot} er kommet lenger (status: {status}).',
    da: 'En pilot godkendes én gang, efter at den er foreslået; {pilot} er nået længere (status: {status}).',
    sv: 'En pilot godkänns en gång, efter att den har föreslagits; {pilot} har kommit längre (status: {status}).',
  },
  PILOT_NOT_APPROVED: {
    en: 'A pilot starts once, after it was approved; {pilot} cannot start now (status: {status}).',
    nb: 'En pilot starter én gang, etter at den er godkjent; {pilot} kan ikke starte nå (status: {status}).',
    da: 'En pilot starter én gang, efter at den er godkendt; {pilot} kan ikke starte nu (status: {status}).',
    sv: 'En pilot startar en gång, efter att den har godkänts; {pilot} kan inte starta nu (status: {status}).',
  },
  PILOT_NOT_RUNNING: {
    en: 'Observations and the evaluation belong to a pilot that goes on; {pilot} does not (status: {status}).',
    nb: 'Observasjoner og evaluering hører til en pilot som er i gang; det er ikke {pilot} (status: {status}).',
    da: 'Observationer og evaluering hører til en pilot, der er i gang; det er {pilot} ikke (status: {status}).',
    sv: 'Observationer och utvärdering hör till en pilot som pågår; det gör inte {pilot} (status: {status}).',
  },
  OBSERVATION_EMPTY: {
    en: 'Give the number that was found, or a note of what was seen.',
    nb: 'Oppgi tallet som ble funnet, eller et notat om det som ble sett.',
    da: 'Angiv det tal, der blev fundet, eller en note om det, der blev set.',
    sv: 'Ange talet som uppmättes, eller en anteckning om vad som sågs.',
  },
  CRITERION_UNKNOWN: {
    en: '{pilot} has no success criterion {key}; it has {criteria}.',
    nb: '{pilot} har ikke noe suksesskriterium {key}; den har {criteria}.',
    da: '{pilot} har ikke noget succeskriterium {key}; den har {criteria}.',
    sv: '{pilot} har inget framgångskriterium {key}; den har {criteria}.',
  },
  CRITERION_JUDGED_TWICE: {
    en: 'Judge each success criterion once; {key} is judged twice.',
    nb: 'Vurder hvert suksesskriterium én gang; {key} er vurdert to ganger.',
    da: 'Vurdér hvert succeskriterium én gang; {key} er vurderet to gange.',
    sv: 'Bedöm varje framgångskriterium en gång; {key} har bedömts två gånger.',
  },
  CRITERIA_NOT_JUDGED: {
    en: 'An evaluation judges every success criterion; {criteria} is left out.',
    nb: 'En evaluering vurderer alle suksesskriteriene; {criteria} mangler.',
    da: 'En evaluering vurderer alle succeskriterierne; {criteria} mangler.',
    sv: 'En utvärdering bedömer alla framgångskriterier; {criteria} saknas.',
  },
  PILOT_NOT_EVALUATED: {
    en: 'A pilot must be evaluated before its result is shown or rolled out; {pilot} is not (status: {status}).',
    nb: 'En pilot må være evaluert før resultatet vises fram eller rulles ut; det er ikke {pilot} (status: {status}).',
    da: 'En pilot skal være evalueret, før resultatet vises frem eller rulles ud; det er {pilot} ikke (status: {status}).',
    sv: 'En pilot måste vara utvärderad innan resultatet visas upp eller breddinförs; det är inte {pilot} (status: {status}).',
  },
  PILOT_ALREADY_SCALED: {
    en: 'It is already decided to roll out what {pilot} tried out.',
    nb: 'Det er allerede bestemt å rulle ut det som {pilot} prøvde ut.',
    da: 'Det er allerede besluttet at udrulle det, som {pilot} afprøvede.',
    sv: 'Det är redan beslutat att breddinföra det som {pilot} prövade.',
  },
  PILOT_ALREADY_STOPPED: {
    en: '{pilot} is stopped already.',
    nb: '{pilot} er allerede stoppet.',
    da: '{pilot} er allerede stoppet.',
    sv: '{pilot} är redan stoppad.',
  },
} as const;

export const refuse = refuser(pilotRefusals);

/** One sentence for each event; placeholders are fields of its data. */
export const pilotSentences: Readonly<Record<PilotEvent['type'], Phrase>> = {
  PilotProposed: {
    en: 'The pilot {ref} {name} was proposed for {solutionId} at {unitIds}, led by {motivatedLeader.title}.',
    nb: 'Piloten {ref} {name} ble foreslått for {solutionId} ved {unitIds}, ledet av {motivatedLeader.title}.',
    da: 'Piloten {ref} {name} blev foreslået for {solutionId} på {unitIds}, ledet af {motivatedLeader.title}.',
    sv: 'Piloten {ref} {name} föreslogs för {solutionId} vid {unitIds}, ledd av {motivatedLeader.title}.',
  },
  SuccessCriteriaRevised: {
    en: 'It was agreed anew what counts as success in {pilotId}.[ Reason: {reason}]',
    nb: 'Suksesskriteriene for {pilotId} ble endret før start.[ Begrunnelse: {reason}]',
    da: 'Succeskriterierne for {pilotId} blev ændret før start.[ Begrundelse: {reason}]',
    sv: 'Framgångskriterierna för {pilotId} ändrades före start.[ Skäl: {reason}]',
  },
  PilotApproved: {
    en: '{pilotId} was approved[, on the strength of {decisionId}].',
    nb: '{pilotId} ble godkjent[, på grunnlag av {decisionId}].',
    da: '{pilotId} blev godkendt[, på grundlag af {decisionId}].',
    sv: '{pilotId} godkändes[, på grundval av {decisionId}].',
  },
  PilotStarted: {
    en: '{pilotId} started; from here on its success criteria stand.',
    nb: '{pilotId} startet; fra nå av ligger suksesskriteriene fast.',
    da: '{pilotId} startede; fra nu af ligger succeskriterierne fast.',
    sv: '{pilotId} startade; från och med nu ligger framgångskriterierna fast.',
  },
  PilotObservationRecorded: {
    en: 'In {pilotId} it was observed: {measure}[, {value}][ {unitOfMeasure}].[ {note}]',
    nb: 'I {pilotId} ble det observert: {measure}[, {value}][ {unitOfMeasure}].[ {note}]',
    da: 'I {pilotId} blev det observeret: {measure}[, {value}][ {unitOfMeasure}].[ {note}]',
    sv: 'I {pilotId} observerades: {measure}[, {value}][ {unitOfMeasure}].[ {note}]',
  },
  PilotEvaluated: {
    en: '{pilotId} was evaluated. Does it work? {doesItWork}. {findings}',
    nb: '{pilotId} ble evaluert. Virker det? {doesItWork}. {findings}',
    da: '{pilotId} blev evalueret. Virker det? {doesItWork}. {findings}',
    sv: '{pilotId} utvärderades. Fungerar det? {doesItWork}. {findings}',
  },
  PilotResultMadeVisible: {
    en: 'The result of {pilotId} was shown to {audience}: {summary}',
    nb: 'Resultatet av {pilotId} ble vist fram for {audience}: {summary}',
    da: 'Resultatet af {pilotId} blev vist frem for {audience}: {summary}',
    sv: 'Resultatet av {pilotId} visades upp för {audience}: {summary}',
  },
  PilotScaled: {
    en: 'It was decided to roll out what {pilotId} tried out, by {decisionId}.',
    nb: 'Det ble bestemt å rulle ut det som {pilotId} prøvde ut, ved {decisionId}.',
    da: 'Det blev besluttet at udrulle det, som {pilotId} afprøvede, ved {decisionId}.',
    sv: 'Det beslutades att breddinföra det som {pilotId} prövade, genom {decisionId}.',
  },
  PilotStopped: {
    en: '{pilotId} was stopped. What was learnt: {lesson}',
    nb: '{pilotId} ble stoppet. Lærdommen: {lesson}',
    da: '{pilotId} blev stoppet. Læringen: {lesson}',
    sv: '{pilotId} stoppades. Lärdomen: {lesson}',
  },
};

/** How the codes of this slice read inside a sentence. RUNNING has its word in the programme's slice. */
export const pilotLabels: Readonly<Record<string, Phrase>> = {
  PROPOSED: { en: 'proposed', nb: 'foreslått', da: 'foreslået', sv: 'föreslagen' },
  APPROVED: { en: 'approved', nb: 'godkjent', da: 'godkendt', sv: 'godkänd' },
  EVALUATED: { en: 'evaluated', nb: 'evaluert', da: 'evalueret', sv: 'utvärderad' },
  SCALED: { en: 'rolled out', nb: 'rullet ut', da: 'udrullet', sv: 'breddinförd' },
  STOPPED: { en: 'stopped', nb: 'stoppet', da: 'stoppet', sv: 'stoppad' },
  YES: { en: 'yes', nb: 'ja', da: 'ja', sv: 'ja' },
  PARTLY: { en: 'partly', nb: 'delvis', da: 'delvist', sv: 'delvis' },
  NO: { en: 'no', nb: 'nei', da: 'nej', sv: 'nej' },
};
