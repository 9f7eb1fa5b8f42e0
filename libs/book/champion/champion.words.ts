import { type Phrase, refuser } from '#kernel';
import type { ChampionEvent } from './champion.events.js';

export const championRefusals = {
  NOMINEE_MISSING: {
    en: 'Say who is nominated: a name, or the id of somebody whom the book knows already.',
    nb: 'Si hvem som nomineres: et navn, eller id-en til noen som boken allerede kjenner.',
    da: 'Sig, hvem der nomineres: et navn eller id’et på en, som bogen allerede kender.',
    sv: 'Ange vem som nomineras: ett namn, eller id:t för någon som boken redan känner till.',
  },
  NOMINATED_ALREADY: {
    en: '{champion} is already about this person at this unit, for the same thing.',
    nb: '{champion} gjelder allerede denne personen ved denne enheten, for det samme.',
    da: '{champion} handler allerede om denne person på denne enhed, for det samme.',
    sv: '{champion} gäller redan den här personen vid den här enheten, för samma sak.',
  },
  ANSWER_TIME_OUT_OF_RANGE: {
    en: 'A nominated person gets between 1 and {max} days to answer, not {days}.',
    nb: 'Den som nomineres, får mellom 1 og {max} dager på å svare, ikke {days}.',
    da: 'Den nominerede får mellem 1 og {max} dage til at svare, ikke {days}.',
    sv: 'Den nominerade får mellan 1 och {max} dagar på sig att svara, inte {days}.',
  },
  CHAMPION_UNKNOWN: {
    en: 'This book knows no such champion.',
    nb: 'Denne boken kjenner ingen slik ildsjel.',
    da: 'Denne bog kender ingen sådan ildsjæl.',
    sv: 'Den här boken känner inte till någon sådan eldsjäl.',
  },
  CHAMPION_NOT_NOMINATED: {
    en: 'Only a nomination that waits for its answer can be accepted or declined; {champion} does not ({status}).',
    nb: 'Bare en nominasjon som venter på svar, kan godtas eller avslås; {champion} gjør ikke det ({status}).',
    da: 'Kun en nominering, der venter på svar, kan accepteres eller afslås; det gør {champion} ikke ({status}).',
    sv: 'Bara en nominering som väntar på svar kan accepteras eller avböjas; det gör inte {champion} ({status}).',
  },
  NOMINATION_RAN_OUT: {
    en: '{champion} ran out on {expiresOn} without an answer. Nominate the person again, if they want to.',
    nb: '{champion} gikk ut {expiresOn} uten svar. Nominer personen på nytt, om vedkommende ønsker det.',
    da: '{champion} udløb {expiresOn} uden svar. Nominér personen igen, hvis vedkommende ønsker det.',
    sv: '{champion} gick ut {expiresOn} utan svar. Nominera personen på nytt, om hen vill det.',
  },
  CHAMPION_NOT_TAKING_PART: {
    en: 'That takes somebody who has said yes and has not left; {champion} is not such a one ({status}).',
    nb: 'Det gjelder bare den som har sagt ja og ikke har sluttet; {champion} er ikke det ({status}).',
    da: 'Det gælder kun den, der har sagt ja og ikke er stoppet; det er {champion} ikke ({status}).',
    sv: 'Det gäller bara den som har tackat ja och inte har slutat; så är det inte med {champion} ({status}).',
  },
  CHAMPION_NOT_ACTIVE: {
    en: 'That takes an active champion; {champion} is not active ({status}).',
    nb: 'Det gjelder bare en aktiv ildsjel; {champion} er ikke aktiv ({status}).',
    da: 'Det gælder kun en aktiv ildsjæl; {champion} er ikke aktiv ({status}).',
    sv: 'Det gäller bara en aktiv eldsjäl; {champion} är inte aktiv ({status}).',
  },
  CHAMPION_NOT_ON_LEAVE: {
    en: 'Only somebody on leave can return; {champion} is not on leave ({status}).',
    nb: 'Bare den som er i permisjon, kan komme tilbake; {champion} er ikke det ({status}).',
    da: 'Kun den, der er på orlov, kan vende tilbage; det er {champion} ikke ({status}).',
    sv: 'Bara den som är tjänstledig kan komma tillbaka; det är inte {champion} ({status}).',
  },
  RETURN_NOT_AFTER_LEAVE: {
    en: 'The return is expected on {expectedReturn}, which is not after the leave begins on {leaveOn}.',
    nb: 'Personen ventes tilbake {expectedReturn}, og det er ikke etter at permisjonen begynner {leaveOn}.',
    da: 'Personen ventes tilbage {expectedReturn}, og det er ikke efter, at orloven begynder {leaveOn}.',
    sv: 'Återkomsten väntas {expectedReturn}, vilket inte är efter att ledigheten börjar {leaveOn}.',
  },
  TIME_NOT_POSITIVE: {
    en: 'Allocated time is more than 0 % of a working week.',
    nb: 'Avsatt tid er mer enn 0 % av en arbeidsuke.',
    da: 'Afsat tid er mere end 0 % af en arbejdsuge.',
    sv: 'Avsatt tid är mer än 0 % av en arbetsvecka.',
  },
  TIME_ALLOCATED_ALREADY: {
    en: '{champion} already has {percent} % of a working week.',
    nb: '{champion} har allerede {percent} % av en arbeidsuke.',
    da: '{champion} har allerede {percent} % af en arbejdsuge.',
    sv: '{champion} har redan {percent} % av en arbetsvecka.',
  },
  CHANGE_AGENT_ALREADY: {
    en: '{champion} is a change agent already.',
    nb: '{champion} er allerede endringsagent.',
    da: '{champion} er allerede forandringsagent.',
    sv: '{champion} är redan förändringsagent.',
  },
  CHAMPION_AT_UNIT_ALREADY: {
    en: '{champion} is at {unit} already.',
    nb: '{champion} er allerede ved {unit}.',
    da: '{champion} er allerede på {unit}.',
    sv: '{champion} är redan vid {unit}.',
  },
} as const;

export const refuse = refuser(championRefusals);

/** One sentence for each event. A champion is called by number: whoever may see the name finds it behind the number. */
export const championSentences: Readonly<Record<ChampionEvent['type'], Phrase>> = {
  ChampionNominated: {
    en: '{ref} was nominated as champion at {unitId}[ for {solutionId}] ({route}), to answer by {expiresOn}.',
    nb: '{ref} ble nominert som ildsjel ved {unitId}[ for {solutionId}] ({route}), med svarfrist {expiresOn}.',
    da: '{ref} blev nomineret som ildsjæl på {unitId}[ for {solutionId}] ({route}) med svarfrist {expiresOn}.',
    sv: '{ref} nominerades till eldsjäl vid {unitId}[ för {solutionId}] ({route}), att besvaras senast {expiresOn}.',
  },
  NominationAccepted: {
    en: '{championId} said yes to being a champion.',
    nb: '{championId} sa ja til å være ildsjel.',
    da: '{championId} sagde ja til at være ildsjæl.',
    sv: '{championId} tackade ja till att vara eldsjäl.',
  },
  NominationDeclined: {
    en: '{championId} said no to the nomination.',
    nb: '{championId} takket nei til nominasjonen.',
    da: '{championId} takkede nej til nomineringen.',
    sv: '{championId} tackade nej till nomineringen.',
  },
  NominationExpired: {
    en: 'The nomination {championId} ran out unanswered; {expiresOn} was its last day.',
    nb: 'Nominasjonen {championId} gikk ut ubesvart; siste dag var {expiresOn}.',
    da: 'Nomineringen {championId} udløb ubesvaret; sidste dag var {expiresOn}.',
    sv: 'Nomineringen {championId} gick ut obesvarad; sista dagen var {expiresOn}.',
  },
  TimeAllocated: {
    en: '{championId} was given {percent} % of a working week for it.',
    nb: '{championId} fikk satt av {percent} % av arbeidsuken til det.',
    da: '{championId} fik afsat {percent} % af arbejdsugen til det.',
    sv: '{championId} fick {percent} % av arbetsveckan avsatt för det.',
  },
  ChangeAgentAppointed: {
    en: '{championId} was appointed change agent.[ Mandate: {mandate}]',
    nb: '{championId} ble utnevnt til endringsagent.[ Mandat: {mandate}]',
    da: '{championId} blev udnævnt til forandringsagent.[ Mandat: {mandate}]',
    sv: '{championId} utsågs till förändringsagent.[ Mandat: {mandate}]',
  },
  ChampionMoved: {
    en: '{championId} moved from {fromUnitId} to {toUnitId}.',
    nb: '{championId} flyttet fra {fromUnitId} til {toUnitId}.',
    da: '{championId} flyttede fra {fromUnitId} til {toUnitId}.',
    sv: '{championId} flyttade från {fromUnitId} till {toUnitId}.',
  },
  ChampionRecognised: {
    en: '{championId} was recognised for their effort.',
    nb: '{championId} fikk anerkjennelse for innsatsen.',
    da: '{championId} fik anerkendelse for sin indsats.',
    sv: '{championId} uppmärksammades för sin insats.',
  },
  ChampionWentOnLeave: {
    en: '{championId} went on leave[, expected back on {expectedReturn}].',
    nb: '{championId} gikk ut i permisjon[, ventet tilbake {expectedReturn}].',
    da: '{championId} gik på orlov[, ventet tilbage {expectedReturn}].',
    sv: '{championId} blev tjänstledig[, väntas tillbaka {expectedReturn}].',
  },
  ChampionReturned: {
    en: '{championId} came back from leave.',
    nb: '{championId} kom tilbake fra permisjon.',
    da: '{championId} vendte tilbage fra orlov.',
    sv: '{championId} kom tillbaka från sin ledighet.',
  },
  ChampionLeft: {
    en: '{championId} stopped being a champion.',
    nb: '{championId} sluttet som ildsjel.',
    da: '{championId} stoppede som ildsjæl.',
    sv: '{championId} slutade som eldsjäl.',
  },
};

/** How the codes of this slice read inside a sentence. */
export const championLabels: Readonly<Record<string, Phrase>> = {
  NOMINATED: { en: 'nominated', nb: 'nominert', da: 'nomineret', sv: 'nominerad' },
  ACTIVE: { en: 'active', nb: 'aktiv', da: 'aktiv', sv: 'aktiv' },
  ON_LEAVE: { en: 'on leave', nb: 'i permisjon', da: 'på orlov', sv: 'tjänstledig' },
  DECLINED: { en: 'declined', nb: 'takket nei', da: 'takket nej', sv: 'tackat nej' },
  EXPIRED: { en: 'ran out unanswered', nb: 'gått ut uten svar', da: 'udløbet uden svar', sv: 'utgången utan svar' },
  LEFT: { en: 'has left', nb: 'har sluttet', da: 'er stoppet', sv: 'har slutat' },
  SELF: { en: 'by themselves', nb: 'av seg selv', da: 'af sig selv', sv: 'av sig själv' },
  PEER: { en: 'by a colleague', nb: 'av en kollega', da: 'af en kollega', sv: 'av en kollega' },
  MANAGER: { en: 'by a manager', nb: 'av en leder', da: 'af en leder', sv: 'av en chef' },
};
