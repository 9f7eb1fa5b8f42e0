import { type Phrase, refuser } from '#kernel';
import type { WaveEvent } from './wave.events.js';

export const waveRefusals = {
  WAVE_UNKNOWN: {
    en: 'This book knows no such wave.',
    nb: 'Denne boken kjenner ingen slik bølge.',
    da: 'Denne bog kender ingen sådan bølge.',
    sv: 'Den här boken känner inte till någon sådan våg.',
  },
  WAVE_NAME_UNCHANGED: {
    en: '{wave} is called {name} already.',
    nb: '{wave} heter allerede {name}.',
    da: '{wave} hedder allerede {name}.',
    sv: '{wave} heter redan {name}.',
  },
  WAVE_ENDED: {
    en: '{wave} has ended (status: {status}); plan another wave for what remains.',
    nb: '{wave} er avsluttet (status: {status}); planlegg en ny bølge for det som gjenstår.',
    da: '{wave} er afsluttet (status: {status}); planlæg en ny bølge for det, der mangler.',
    sv: '{wave} är avslutad (status: {status}); planera en ny våg för det som återstår.',
  },
  WAVE_DATES_CROSSED: {
    en: 'A wave ends on or after the day it starts; {plannedEnd} is before {plannedStart}.',
    nb: 'En bølge slutter tidligst den dagen den starter; {plannedEnd} er før {plannedStart}.',
    da: 'En bølge slutter tidligst den dag, den starter; {plannedEnd} er før {plannedStart}.',
    sv: 'En våg slutar tidigast den dag den startar; {plannedEnd} är före {plannedStart}.',
  },
  WAVE_DATES_UNCHANGED: {
    en: '{wave} has these dates already.',
    nb: '{wave} har allerede disse datoene.',
    da: '{wave} har allerede disse datoer.',
    sv: '{wave} har redan dessa datum.',
  },
  UNIT_ALREADY_IN_WAVE: {
    en: '{unit} is in {wave} already.',
    nb: '{unit} er allerede i {wave}.',
    da: '{unit} er allerede i {wave}.',
    sv: '{unit} är redan i {wave}.',
  },
  UNIT_IN_ANOTHER_WAVE: {
    en: 'A unit is in one active wave for each solution; {unit} is in {wave}. Move it with moveUnit.',
    nb: 'En enhet er i én aktiv bølge for hver løsning; {unit} er i {wave}. Flytt den med moveUnit.',
    da: 'En enhed er i én aktiv bølge for hver løsning; {unit} er i {wave}. Flyt den med moveUnit.',
    sv: 'En enhet är i en aktiv våg per lösning; {unit} är i {wave}. Flytta den med moveUnit.',
  },
  UNIT_NOT_IN_WAVE: {
    en: '{unit} is not in {wave}.',
    nb: '{unit} er ikke i {wave}.',
    da: '{unit} er ikke i {wave}.',
    sv: '{unit} är inte i {wave}.',
  },
  WAVE_IS_THE_SAME: {
    en: '{wave} is the wave that the unit is in already; name another one, or none.',
    nb: '{wave} er bølgen som enheten allerede er i; oppgi en annen, eller ingen.',
    da: '{wave} er den bølge, som enheden allerede er i; angiv en anden eller ingen.',
    sv: '{wave} är vågen som enheten redan är i; ange en annan, eller ingen.',
  },
  WAVE_OF_ANOTHER_SOLUTION: {
    en: 'A unit moves between waves of the same solution; {from} and {to} roll out different ones.',
    nb: 'En enhet flyttes mellom bølger for samme løsning; {from} og {to} ruller ut hver sin.',
    da: 'En enhed flyttes mellem bølger for samme løsning; {from} og {to} udruller hver sin.',
    sv: 'En enhet flyttas mellan vågor för samma lösning; {from} och {to} breddinför var sin.',
  },
  REASON_MISSING: {
    en: 'The plan of {wave} is fixed; every change to it says why.',
    nb: 'Planen for {wave} er lagt fast; hver endring må begrunnes.',
    da: 'Planen for {wave} ligger fast; hver ændring skal begrundes.',
    sv: 'Planen för {wave} är fastställd; varje ändring måste motiveras.',
  },
  REASON_TEXT_MISSING: {
    en: 'When the reason is “other”, say in words what it is.',
    nb: 'Når årsaken er «annet», må den forklares med ord.',
    da: 'Når årsagen er »andet«, skal den forklares med ord.',
    sv: 'När orsaken är ”annat” måste den förklaras i ord.',
  },
  WAVE_ALREADY_BASELINED: {
    en: 'The plan of {wave} is fixed already; the first baseline stands. Change the plan with rescheduleWave, assignUnits or moveUnit.',
    nb: 'Planen for {wave} er allerede lagt fast; den første basisplanen står. Endre planen med rescheduleWave, assignUnits eller moveUnit.',
    da: 'Planen for {wave} ligger allerede fast; den første basisplan står. Ændr planen med rescheduleWave, assignUnits eller moveUnit.',
    sv: 'Planen för {wave} är redan fastställd; den första baslinjen står fast. Ändra planen med rescheduleWave, assignUnits eller moveUnit.',
  },
  WAVE_EMPTY: {
    en: '{wave} has no units; assign at least one first.',
    nb: '{wave} har ingen enheter; legg inn minst én først.',
    da: '{wave} har ingen enheder; tilføj mindst én først.',
    sv: '{wave} har inga enheter; lägg till minst en först.',
  },
  WAVE_NOT_BASELINED: {
    en: 'Fix the plan of {wave} with baselineWave before it opens, so that slips can be seen.',
    nb: 'Legg fast planen for {wave} med baselineWave før den åpnes, så forsinkelser kan ses.',
    da: 'Læg planen for {wave} fast med baselineWave, før den åbnes, så forsinkelser kan ses.',
    sv: 'Fastställ planen för {wave} med baselineWave innan den öppnas, så att förseningar kan ses.',
  },
  WAVE_WITHOUT_PILOT: {
    en: '{wave} opens after a pilot of its solution is evaluated, or with a decision in force to go on without one.',
    nb: '{wave} åpnes når en pilot av løsningen er evaluert, eller med en gjeldende beslutning om å gå videre uten.',
    da: '{wave} åbnes, når en pilot af løsningen er evalueret, eller med en gældende beslutning om at gå videre uden.',
    sv: '{wave} öppnas när en pilot av lösningen har utvärderats, eller med ett gällande beslut om att gå vidare utan.',
  },
  OVERRIDE_OF_SOMETHING_ELSE: {
    en: '{decision} is not about {solution}: only a decision that names what {wave} rolls out can do without a pilot of it.',
    nb: '{decision} gjelder ikke {solution}: bare en beslutning som nevner det som {wave} innfører, kan gå uten pilot.',
    da: '{decision} handler ikke om {solution}: kun en beslutning, der nævner det, som {wave} indfører, kan klare sig uden pilot.',
    sv: '{decision} gäller inte {solution}: bara ett beslut som nämner det som {wave} inför kan klara sig utan pilot.',
  },
  OVERRIDE_NOT_NEEDED: {
    en: 'A pilot has been evaluated; open {wave} without naming an override decision.',
    nb: 'En pilot er evaluert; åpne {wave} uten å vise til en unntaksbeslutning.',
    da: 'En pilot er evalueret; åbn {wave} uden at henvise til en undtagelsesbeslutning.',
    sv: 'En pilot har utvärderats; öppna {wave} utan att hänvisa till ett undantagsbeslut.',
  },
  WAVE_ALREADY_OPEN: {
    en: '{wave} is open already.',
    nb: '{wave} er allerede åpen.',
    da: '{wave} er allerede åben.',
    sv: '{wave} är redan öppen.',
  },
  WAVE_ALREADY_PAUSED: {
    en: '{wave} is paused; it goes on with resumeWave.',
    nb: '{wave} står på pause; den fortsetter med resumeWave.',
    da: '{wave} er sat på pause; den fortsætter med resumeWave.',
    sv: '{wave} är pausad; den fortsätter med resumeWave.',
  },
  WAVE_NOT_OPEN: {
    en: 'This can be done only with a wave that has been opened and has not ended; {wave} is not one (status: {status}).',
    nb: 'Dette kan bare gjøres med en bølge som er åpnet og ikke avsluttet; det er ikke {wave} (status: {status}).',
    da: 'Dette kan kun gøres med en bølge, der er åbnet og ikke afsluttet; det er {wave} ikke (status: {status}).',
    sv: 'Detta kan bara göras med en våg som har öppnats och inte avslutats; det är inte {wave} (status: {status}).',
  },
  WAVE_NOT_PAUSED: {
    en: 'Only a paused wave can be resumed; {wave} is not paused (status: {status}).',
    nb: 'Bare en bølge på pause kan gjenopptas; det er ikke {wave} (status: {status}).',
    da: 'Kun en bølge på pause kan genoptages; det er {wave} ikke (status: {status}).',
    sv: 'Bara en pausad våg kan återupptas; det är inte {wave} (status: {status}).',
  },
  WAVE_HAS_UNFINISHED_UNITS: {
    en: '{wave} is completed when every unit is live, embedded, declined or moved on; these are not: {units}.',
    nb: '{wave} er fullført når hver enhet er i bruk, innarbeidet, har takket nei eller er flyttet; det gjenstår: {units}.',
    da: '{wave} er gennemført, når hver enhed er i brug, forankret, har takket nej eller er flyttet; der mangler: {units}.',
    sv: '{wave} är slutförd när varje enhet är i bruk, inarbetad, har tackat nej eller har flyttats; kvar är: {units}.',
  },
} as const;

export const refuse = refuser(waveRefusals);

const cause = {
  en: '[ Cause: {reason.code}][ ({reason.text})]',
  nb: '[ Årsak: {reason.code}][ ({reason.text})]',
  da: '[ Årsag: {reason.code}][ ({reason.text})]',
  sv: '[ Orsak: {reason.code}][ ({reason.text})]',
};

/** One sentence for each event; placeholders are fields of its data. */
export const waveSentences: Readonly<Record<WaveEvent['type'], Phrase>> = {
  WavePlanned: {
    en: 'The wave {ref} {name} was planned for {solutionId}, from {plannedStart} to {plannedEnd}.',
    nb: 'Bølgen {ref} {name} ble planlagt for {solutionId}, fra {plannedStart} til {plannedEnd}.',
    da: 'Bølgen {ref} {name} blev planlagt for {solutionId}, fra {plannedStart} til {plannedEnd}.',
    sv: 'Vågen {ref} {name} planerades för {solutionId}, från {plannedStart} till {plannedEnd}.',
  },
  WaveBaselined: {
    en: 'The plan of {waveId} was fixed: from {plannedStart} to {plannedEnd}, with {unitIds}.',
    nb: 'Planen for {waveId} ble lagt fast: fra {plannedStart} til {plannedEnd}, med {unitIds}.',
    da: 'Planen for {waveId} blev lagt fast: fra {plannedStart} til {plannedEnd}, med {unitIds}.',
    sv: 'Planen för {waveId} fastställdes: från {plannedStart} till {plannedEnd}, med {unitIds}.',
  },
  UnitsAssigned: {
    en: `{unitIds} joined {waveId}.${cause.en}`,
    nb: `{unitIds} kom inn i {waveId}.${cause.nb}`,
    da: `{unitIds} kom med i {waveId}.${cause.da}`,
    sv: `{unitIds} kom med i {waveId}.${cause.sv}`,
  },
  UnitMoved: {
    en: `{unitId} left {waveId}[ for {toWaveId}].${cause.en}`,
    nb: `{unitId} gikk ut av {waveId}[ og over i {toWaveId}].${cause.nb}`,
    da: `{unitId} udgik af {waveId}[ og kom med i {toWaveId}].${cause.da}`,
    sv: `{unitId} lämnade {waveId}[ för {toWaveId}].${cause.sv}`,
  },
  WaveRescheduled: {
    en: `{waveId} was moved to {plannedStart} – {plannedEnd}; before it was {previously.plannedStart} – {previously.plannedEnd}.${cause.en}`,
    nb: `{waveId} ble flyttet til {plannedStart} – {plannedEnd}; før var det {previously.plannedStart} – {previously.plannedEnd}.${cause.nb}`,
    da: `{waveId} blev flyttet til {plannedStart} – {plannedEnd}; før var det {previously.plannedStart} – {previously.plannedEnd}.${cause.da}`,
    sv: `{waveId} flyttades till {plannedStart} – {plannedEnd}; tidigare var det {previously.plannedStart} – {previously.plannedEnd}.${cause.sv}`,
  },
  WaveOpened: {
    en: '{waveId} opened[, by {overrideDecisionId}, without an evaluated pilot].',
    nb: '{waveId} ble åpnet[, ved {overrideDecisionId}, uten en evaluert pilot].',
    da: '{waveId} blev åbnet[, ved {overrideDecisionId}, uden en evalueret pilot].',
    sv: '{waveId} öppnades[, genom {overrideDecisionId}, utan en utvärderad pilot].',
  },
  WavePaused: {
    en: `{waveId} was paused.${cause.en}`,
    nb: `{waveId} ble satt på pause.${cause.nb}`,
    da: `{waveId} blev sat på pause.${cause.da}`,
    sv: `{waveId} pausades.${cause.sv}`,
  },
  WaveRenamed: {
    en: 'The name of {waveId} was changed to {name}.',
    nb: 'Navnet på {waveId} ble endret til {name}.',
    da: 'Navnet på {waveId} blev ændret til {name}.',
    sv: 'Namnet på {waveId} ändrades till {name}.',
  },
  WaveResumed: {
    en: '{waveId} was resumed.',
    nb: '{waveId} ble gjenopptatt.',
    da: '{waveId} blev genoptaget.',
    sv: '{waveId} återupptogs.',
  },
  WaveCompleted: {
    en: '{waveId} was completed.',
    nb: '{waveId} ble fullført.',
    da: '{waveId} blev gennemført.',
    sv: '{waveId} slutfördes.',
  },
  WaveCancelled: {
    en: `{waveId} was cancelled.${cause.en}`,
    nb: `{waveId} ble avlyst.${cause.nb}`,
    da: `{waveId} blev aflyst.${cause.da}`,
    sv: `{waveId} ställdes in.${cause.sv}`,
  },
};

/** How the codes of this slice read inside a sentence. */
export const waveLabels: Readonly<Record<string, Phrase>> = {
  PLANNED: { en: 'planned', nb: 'planlagt', da: 'planlagt', sv: 'planerad' },
  BASELINED: { en: 'plan fixed', nb: 'plan lagt fast', da: 'plan lagt fast', sv: 'plan fastställd' },
  OPEN: { en: 'open', nb: 'åpen', da: 'åben', sv: 'öppen' },
  PAUSED: { en: 'paused', nb: 'på pause', da: 'på pause', sv: 'pausad' },
  COMPLETED: { en: 'completed', nb: 'fullført', da: 'gennemført', sv: 'slutförd' },
  CANCELLED: { en: 'cancelled', nb: 'avlyst', da: 'aflyst', sv: 'inställd' },
  PROCUREMENT: { en: 'procurement', nb: 'anskaffelse', da: 'indkøb', sv: 'upphandling' },
  CAPACITY: { en: 'capacity', nb: 'kapasitet', da: 'kapacitet', sv: 'kapacitet' },
  COMPETENCE: { en: 'competence', nb: 'kompetanse', da: 'kompetencer', sv: 'kompetens' },
  RESISTANCE: { en: 'resistance', nb: 'motstand', da: 'modstand', sv: 'motstånd' },
  TECHNOLOGY: { en: 'technology', nb: 'teknologi', da: 'teknologi', sv: 'teknik' },
  LEGAL_OR_PRIVACY: {
    en: 'law or privacy',
    nb: 'jus eller personvern',
    da: 'jura eller databeskyttelse',
    sv: 'juridik eller dataskydd',
  },
  MERGER: { en: 'merger', nb: 'sammenslåing', da: 'sammenlægning', sv: 'sammanslagning' },
  POLITICAL: { en: 'politics', nb: 'politikk', da: 'politik', sv: 'politik' },
  LEARNING: { en: 'learning on the way', nb: 'læring underveis', da: 'læring undervejs', sv: 'lärdomar på vägen' },
  OTHER: { en: 'other', nb: 'annet', da: 'andet', sv: 'annat' },
};
