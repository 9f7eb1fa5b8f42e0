/** Rules for measured use. */
export const usageRefusals = {
  COUNTS_MISSING: {
    en: 'Report the use of at least one unit.',
    nb: 'Meld inn bruken for minst én enhet.',
    da: 'Indberet brugen for mindst én enhed.',
    sv: 'Rapportera användningen för minst en enhet.',
  },
  PERIOD_ENDS_BEFORE_START: {
    en: 'The period ends on {periodEnd}, before it begins on {periodStart}.',
    nb: 'Perioden slutter {periodEnd}, før den begynner {periodStart}.',
    da: 'Perioden slutter {periodEnd}, før den begynder {periodStart}.',
    sv: 'Perioden slutar {periodEnd}, innan den börjar {periodStart}.',
  },
  PERIOD_NOT_OVER: {
    en: 'The period lasts until {periodEnd}; its use can be reported when it is over.',
    nb: 'Perioden varer til {periodEnd}; bruken kan meldes inn når den er over.',
    da: 'Perioden varer til {periodEnd}; brugen kan indberettes, når den er forbi.',
    sv: 'Perioden varar till {periodEnd}; användningen kan rapporteras när den är över.',
  },
  ACTIVE_EXCEEDS_ELIGIBLE: {
    en: 'At {unit}, {active} cannot have used it when only {eligible} could.',
    nb: 'Ved {unit} kan ikke {active} ha brukt den når bare {eligible} kunne.',
    da: 'På {unit} kan {active} ikke have brugt den, når kun {eligible} kunne.',
    sv: 'Vid {unit} kan inte {active} ha använt den när bara {eligible} kunde.',
  },
  USAGE_BEFORE_GO_LIVE: {
    en: '{unit} had not gone live by {periodEnd}. Record its go-live first; use before that is not counted.',
    nb: '{unit} hadde ikke tatt løsningen i bruk innen {periodEnd}. Registrer ibruktakingen først; bruk før den telles ikke.',
    da: '{unit} havde ikke taget løsningen i brug inden {periodEnd}. Registrér ibrugtagningen først; brug før den tælles ikke.',
    sv: '{unit} hade inte tagit lösningen i bruk senast {periodEnd}. Anteckna ibruktagandet först; användning före det räknas inte.',
  },
  USAGE_ALREADY_REPORTED: {
    en: 'The use at {unit} from {periodStart} to {periodEnd} has been reported already.',
    nb: 'Bruken ved {unit} fra {periodStart} til {periodEnd} er allerede meldt inn.',
    da: 'Brugen på {unit} fra {periodStart} til {periodEnd} er allerede indberettet.',
    sv: 'Användningen vid {unit} från {periodStart} till {periodEnd} har redan rapporterats.',
  },
  USAGE_PERIODS_OVERLAP: {
    en: 'The period {periodStart} – {periodEnd} overlaps one that {unit} has reported, {otherStart} – {otherEnd}; no day is counted twice.',
    nb: 'Perioden {periodStart} – {periodEnd} overlapper en som {unit} har meldt inn, {otherStart} – {otherEnd}; ingen dag telles to ganger.',
    da: 'Perioden {periodStart} – {periodEnd} overlapper en, som {unit} har indberettet, {otherStart} – {otherEnd}; ingen dag tælles to gange.',
    sv: 'Perioden {periodStart} – {periodEnd} överlappar en som {unit} har rapporterat, {otherStart} – {otherEnd}; ingen dag räknas två gånger.',
  },
} as const;
