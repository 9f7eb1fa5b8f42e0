/** Rules for units themselves: how they join, what they are, how they end. */
export const enrolmentRefusals = {
  UNIT_UNKNOWN: {
    en: 'This book knows no such unit.',
    nb: 'Denne boken kjenner ingen slik enhet.',
    da: 'Denne bog kender ingen sådan enhed.',
    sv: 'Den här boken känner inte till någon sådan enhet.',
  },
  UNIT_NOT_ACTIVE: {
    en: '{unit} is no longer a unit of its own: it has merged into another one or was closed. Choose a unit that still exists.',
    nb: '{unit} er ikke lenger en egen enhet: den er slått sammen med en annen eller lagt ned. Velg en enhet som fortsatt finnes.',
    da: '{unit} er ikke længere en selvstændig enhed: den er lagt sammen med en anden eller nedlagt. Vælg en enhed, der stadig findes.',
    sv: '{unit} är inte längre en egen enhet: den har gått upp i en annan eller lagts ned. Välj en enhet som fortfarande finns.',
  },
  UNIT_REPEATED: {
    en: '{unit} is named twice.',
    nb: '{unit} er nevnt to ganger.',
    da: '{unit} er nævnt to gange.',
    sv: '{unit} nämns två gånger.',
  },
  UNITS_MISSING: {
    en: 'Name at least one unit.',
    nb: 'Nevn minst én enhet.',
    da: 'Nævn mindst én enhed.',
    sv: 'Ange minst en enhet.',
  },
  UNIT_UNCHANGED: {
    en: 'The book says all this of {unit} already.',
    nb: 'Boken sier allerede alt dette om {unit}.',
    da: 'Bogen siger allerede alt dette om {unit}.',
    sv: 'Boken säger redan allt detta om {unit}.',
  },
  EXTERNAL_ID_TAKEN: {
    en: '{scheme} {value} already belongs to {unit}; no two units share a register number.',
    nb: '{scheme} {value} tilhører allerede {unit}; to enheter kan ikke ha samme registernummer.',
    da: '{scheme} {value} tilhører allerede {unit}; to enheder kan ikke have samme registernummer.',
    sv: '{scheme} {value} tillhör redan {unit}; två enheter kan inte ha samma registernummer.',
  },
  EXTERNAL_ID_REPEATED: {
    en: '{scheme} {value} is named twice.',
    nb: '{scheme} {value} er nevnt to ganger.',
    da: '{scheme} {value} er nævnt to gange.',
    sv: '{scheme} {value} nämns två gånger.',
  },
  ORGNR_INVALID: {
    en: '“{value}” is not a Norwegian organisation number: it has nine digits, and the last one must agree with the others.',
    nb: '«{value}» er ikke et norsk organisasjonsnummer: det har ni sifre, og det siste må stemme med de andre.',
    da: '»{value}« er ikke et norsk organisationsnummer: det har ni cifre, og det sidste skal stemme med de andre.',
    sv: '”{value}” är inte ett norskt organisationsnummer: det har nio siffror, och den sista måste stämma med de andra.',
  },
  MUNICIPALITY_NUMBER_REFUSED: {
    en: 'A unit is not known by its municipality’s number ({scheme}): that number is shared by many units, and changes when municipalities merge.',
    nb: 'En enhet kan ikke kjennes igjen på kommunens nummer ({scheme}): mange enheter deler det, og det endres når kommuner slås sammen.',
    da: 'En enhed kan ikke genkendes på kommunens nummer ({scheme}): mange enheder deler det, og det ændres, når kommuner lægges sammen.',
    sv: 'En enhet kan inte kännas igen på kommunens nummer ({scheme}): många enheter delar det, och det ändras när kommuner slås ihop.',
  },
  PARENT_NAMED_TWICE: {
    en: 'Name the unit that it is part of once: by id or by register number.',
    nb: 'Oppgi enheten den hører under, bare én gang: med id eller med registernummer.',
    da: 'Angiv den enhed, den hører under, kun én gang: med id eller med registernummer.',
    sv: 'Ange den enhet som den hör till en enda gång: med id eller med registernummer.',
  },
  PARENT_UNKNOWN: {
    en: 'No unit has {scheme} {value}, neither in the book nor in this list.',
    nb: 'Ingen enhet har {scheme} {value}, verken i boken eller i denne listen.',
    da: 'Ingen enhed har {scheme} {value}, hverken i bogen eller i denne liste.',
    sv: 'Ingen enhet har {scheme} {value}, varken i boken eller i den här listan.',
  },
  PARENT_CIRCLE: {
    en: '{unit} would be part of itself.',
    nb: '{unit} ville høre under seg selv.',
    da: '{unit} ville høre under sig selv.',
    sv: '{unit} skulle höra till sig själv.',
  },
  MERGER_WITH_ITSELF: {
    en: '{unit} cannot merge into itself; name it only as the unit that remains.',
    nb: '{unit} kan ikke slås sammen med seg selv; nevn den bare som enheten som består.',
    da: '{unit} kan ikke lægges sammen med sig selv; nævn den kun som den enhed, der består.',
    sv: '{unit} kan inte gå upp i sig själv; nämn den bara som den enhet som består.',
  },
} as const;
