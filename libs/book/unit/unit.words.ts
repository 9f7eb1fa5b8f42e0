import { type Phrase, refuser } from '#kernel';
import { adoptionRefusals } from './adoption.words.js';
import { enrolmentRefusals } from './enrolment.words.js';
import type { UnitEvent } from './unit.events.js';
import { usageRefusals } from './usage.words.js';

export const unitRefusals = { ...enrolmentRefusals, ...adoptionRefusals, ...usageRefusals } as const;

export const refuse = refuser(unitRefusals);

/** One sentence for each event; placeholders are fields of its data. */
export const unitSentences: Readonly<Record<UnitEvent['type'], Phrase>> = {
  UnitEnrolled: {
    en: '{name} joined the programme, with {eligible} possible users.',
    nb: '{name} ble med i programmet, med {eligible} mulige brukere.',
    da: '{name} kom med i programmet, med {eligible} mulige brugere.',
    sv: '{name} gick med i programmet, med {eligible} möjliga användare.',
  },
  UnitDetailsChanged: {
    en: 'The details of {unitId} were changed.[ It is now called {name}.][ It now has {eligible} possible users.][ It is now part of {parentUnitId}.]',
    nb: 'Opplysningene om {unitId} ble endret.[ Den heter nå {name}.][ Den har nå {eligible} mulige brukere.][ Den hører nå under {parentUnitId}.]',
    da: 'Oplysningerne om {unitId} blev ændret.[ Den hedder nu {name}.][ Den har nu {eligible} mulige brugere.][ Den hører nu under {parentUnitId}.]',
    sv: 'Uppgifterna om {unitId} ändrades.[ Den heter nu {name}.][ Den har nu {eligible} möjliga användare.][ Den hör nu till {parentUnitId}.]',
  },
  InterestExpressed: {
    en: '{unitId} showed interest in {solutionId}[, inspired by {sourceUnitId}].[ {note}]',
    nb: '{unitId} viste interesse for {solutionId}[, inspirert av {sourceUnitId}].[ {note}]',
    da: '{unitId} viste interesse for {solutionId}[, inspireret af {sourceUnitId}].[ {note}]',
    sv: '{unitId} visade intresse för {solutionId}[, inspirerad av {sourceUnitId}].[ {note}]',
  },
  InterestWithdrawn: {
    en: '{unitId} is no longer interested in {solutionId}.[ {reason}]',
    nb: '{unitId} er ikke lenger interessert i {solutionId}.[ {reason}]',
    da: '{unitId} er ikke længere interesseret i {solutionId}.[ {reason}]',
    sv: '{unitId} är inte längre intresserad av {solutionId}.[ {reason}]',
  },
  UnitCommitted: {
    en: '{unitId} committed to {solutionId}.[ {note}]',
    nb: '{unitId} forpliktet seg til å ta {solutionId} i bruk.[ {note}]',
    da: '{unitId} forpligtede sig til at tage {solutionId} i brug.[ {note}]',
    sv: '{unitId} åtog sig att ta {solutionId} i bruk.[ {note}]',
  },
  ReadinessConfirmed: {
    en: '{unitId} went through its readiness checks and prepares to go live with {solutionId}.',
    nb: '{unitId} gikk gjennom sjekklisten sin og forbereder seg på å ta {solutionId} i bruk.',
    da: '{unitId} gennemgik sin tjekliste og forbereder sig på at tage {solutionId} i brug.',
    sv: '{unitId} gick igenom sin checklista och förbereder sig på att ta {solutionId} i bruk.',
  },
  UnitWentLive: {
    en: '{unitId} went live with {solutionId}[ in {waveId}][ in {pilotId}].',
    nb: '{unitId} tok {solutionId} i bruk[ i {waveId}][ i {pilotId}].',
    da: '{unitId} tog {solutionId} i brug[ i {waveId}][ i {pilotId}].',
    sv: '{unitId} tog {solutionId} i bruk[ i {waveId}][ i {pilotId}].',
  },
  UsageMeasured: {
    en: 'At {unitId}, {active} of {eligible} used {solutionId} from {periodStart} to {periodEnd}.',
    nb: 'Ved {unitId} brukte {active} av {eligible} {solutionId} fra {periodStart} til {periodEnd}.',
    da: 'På {unitId} brugte {active} af {eligible} {solutionId} fra {periodStart} til {periodEnd}.',
    sv: 'Vid {unitId} använde {active} av {eligible} {solutionId} från {periodStart} till {periodEnd}.',
  },
  UnitEmbedded: {
    en: '{solutionId} became daily practice at {unitId}.',
    nb: '{solutionId} ble innarbeidet ved {unitId}.',
    da: '{solutionId} blev forankret på {unitId}.',
    sv: '{solutionId} blev inarbetad vid {unitId}.',
  },
  UnitLapsed: {
    en: '{unitId} lapsed from {solutionId} ({detectedBy}).[ {reason}]',
    nb: '{unitId} falt fra som bruker av {solutionId} ({detectedBy}).[ {reason}]',
    da: '{unitId} faldt fra som bruger af {solutionId} ({detectedBy}).[ {reason}]',
    sv: '{unitId} föll bort som användare av {solutionId} ({detectedBy}).[ {reason}]',
  },
  UnitReadopted: {
    en: '{unitId} took {solutionId} up again.[ {note}]',
    nb: '{unitId} tok {solutionId} i bruk igjen.[ {note}]',
    da: '{unitId} tog {solutionId} i brug igen.[ {note}]',
    sv: '{unitId} tog {solutionId} i bruk igen.[ {note}]',
  },
  UnitDeclined: {
    en: '{unitId} said no to {solutionId}: {reason}',
    nb: '{unitId} takket nei til {solutionId}: {reason}',
    da: '{unitId} takkede nej til {solutionId}: {reason}',
    sv: '{unitId} tackade nej till {solutionId}: {reason}',
  },
  UnitsMerged: {
    en: '{fromUnitIds} became part of {intoUnitId}, which now has {eligible} possible users.',
    nb: '{fromUnitIds} ble en del av {intoUnitId}, som nå har {eligible} mulige brukere.',
    da: '{fromUnitIds} blev en del af {intoUnitId}, som nu har {eligible} mulige brugere.',
    sv: '{fromUnitIds} blev en del av {intoUnitId}, som nu har {eligible} möjliga användare.',
  },
  UnitClosed: {
    en: '{unitId} was closed.[ {reason}]',
    nb: '{unitId} ble lagt ned.[ {reason}]',
    da: '{unitId} blev nedlagt.[ {reason}]',
    sv: '{unitId} lades ned.[ {reason}]',
  },
};

/** How the codes of this slice read inside a sentence. */
export const unitLabels: Readonly<Record<string, Phrase>> = {
  UNAWARE: { en: 'not on its way', nb: 'ikke på vei', da: 'ikke på vej', sv: 'inte på väg' },
  INTERESTED: { en: 'interested', nb: 'interessert', da: 'interesseret', sv: 'intresserad' },
  COMMITTED: { en: 'committed', nb: 'forpliktet', da: 'forpligtet', sv: 'åtagit sig' },
  PREPARING: { en: 'preparing', nb: 'under forberedelse', da: 'under forberedelse', sv: 'under förberedelse' },
  LIVE: { en: 'live', nb: 'i bruk', da: 'i brug', sv: 'i bruk' },
  EMBEDDED: { en: 'embedded', nb: 'innarbeidet', da: 'forankret', sv: 'inarbetad' },
  LAPSED: { en: 'lapsed', nb: 'frafalt', da: 'frafaldet', sv: 'bortfallen' },
  DECLINED: { en: 'declined', nb: 'takket nei', da: 'takket nej', sv: 'tackat nej' },
  MERGED: { en: 'merged', nb: 'slått sammen', da: 'lagt sammen', sv: 'sammanslagen' },
  VISIBLE_RESULT: { en: 'visible result', nb: 'synlig resultat', da: 'synligt resultat', sv: 'synligt resultat' },
  MEETING: { en: 'meeting', nb: 'møte', da: 'møde', sv: 'möte' },
  MEDIA: { en: 'media', nb: 'media', da: 'medier', sv: 'medier' },
  LEADERSHIP: { en: 'leadership', nb: 'ledelsen', da: 'ledelsen', sv: 'ledningen' },
  MEASUREMENT: {
    en: 'seen in measured use',
    nb: 'sett i målt bruk',
    da: 'set i målt brug',
    sv: 'sett i uppmätt användning',
  },
  REPORT: { en: 'reported', nb: 'meldt', da: 'meldt', sv: 'rapporterat' },
};
