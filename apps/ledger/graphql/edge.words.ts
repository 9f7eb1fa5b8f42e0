import type { Phrase } from '#kernel';

/** What the edge itself answers: closed codes for machines, sentences for people. */
export const edgePhrases = {
  UNAUTHENTICATED: {
    en: 'This needs an access token: send the header “Authorization: Bearer <token>”.',
    nb: 'Dette krever et tilgangstoken: send headeren «Authorization: Bearer <token>».',
    da: 'Dette kræver et adgangstoken: send headeren »Authorization: Bearer <token>«.',
    sv: 'Det här kräver en åtkomsttoken: skicka huvudet ”Authorization: Bearer <token>”.',
  },
  TOKEN_NOT_IN_FORCE: {
    en: 'This token lets nobody in: it is unknown here, has expired or was revoked.',
    nb: 'Dette tokenet slipper ingen inn: det er ukjent her, er utløpt eller er trukket tilbake.',
    da: 'Dette token lukker ingen ind: det er ukendt her, er udløbet eller er trukket tilbage.',
    sv: 'Den här åtkomsttoken släpper inte in någon: den är okänd här, har gått ut eller har återkallats.',
  },
  FORBIDDEN: {
    en: 'This needs one of the roles {roles}; your token has the role {role}.',
    nb: 'Dette krever en av rollene {roles}; tokenet ditt har rollen {role}.',
    da: 'Det her kræver en af rollerne {roles}; dit token har rollen {role}.',
    sv: 'Det här kräver en av rollerna {roles}; din token har rollen {role}.',
  },
  UNIT_NOT_YOURS: {
    en: 'Your token may record for its own units alone.',
    nb: 'Tokenet ditt kan bare registrere for sine egne enheter.',
    da: 'Dit token må kun registrere for sine egne enheder.',
    sv: 'Din token får bara registrera för sina egna enheter.',
  },
  PROGRAMMES_LIMITED: {
    en: 'Your token is for certain programmes and cannot open a new one.',
    nb: 'Tokenet ditt gjelder bestemte programmer og kan ikke åpne et nytt.',
    da: 'Dit token gælder bestemte programmer og kan ikke åbne et nyt.',
    sv: 'Din token gäller vissa program och kan inte öppna ett nytt.',
  },
  LOG_FOR_ALL_PROGRAMMES: {
    en: 'The lines of the log are for tokens that are for all programmes; yours is for some.',
    nb: 'Linjene i loggen er for tokener som gjelder alle programmer; ditt gjelder noen.',
    da: 'Linjerne i loggen er for tokens, der gælder alle programmer; dit gælder nogle.',
    sv: 'Loggens rader är för tokens som gäller alla program; din gäller några.',
  },
  INTERNAL: {
    en: 'Something went wrong here; quote the trace id {traceId} when you report it.',
    nb: 'Noe gikk galt hos oss; oppgi sporings-id {traceId} når du melder fra.',
    da: 'Noget gik galt hos os; oplys sporings-id {traceId}, når du melder det.',
    sv: 'Något gick fel hos oss; ange spårnings-id {traceId} när du anmäler det.',
  },
  LEDGER_UNAVAILABLE: {
    en: 'The ledger cannot be reached just now. Whether a command was recorded is not known: send it again with the same record.commandId, and it is recorded once. Trace id {traceId}.',
    nb: 'Bøkene kan ikke nås akkurat nå. Det er ikke kjent om en kommando ble skrevet: send den igjen med samme record.commandId, så skrives den én gang. Sporings-id {traceId}.',
    da: 'Bøgerne kan ikke nås lige nu. Det vides ikke, om en kommando blev skrevet: send den igen med samme record.commandId, så skrives den én gang. Sporings-id {traceId}.',
    sv: 'Böckerna kan inte nås just nu. Det är inte känt om ett kommando skrevs: skicka det igen med samma record.commandId, så skrivs det en gång. Spårnings-id {traceId}.',
  },
  READ_MODEL_BEHIND: {
    en: 'The read models have not reached position {position} yet; ask again in a moment.',
    nb: 'Lesemodellene har ikke nådd posisjon {position} ennå; spør igjen om litt.',
    da: 'Læsemodellerne har ikke nået position {position} endnu; spørg igen om lidt.',
    sv: 'Läsmodellerna har inte nått position {position} än; fråga igen om en stund.',
  },
  METHOD_NOT_ALLOWED: {
    en: 'A GET request may only read; send mutations with POST and subscriptions over a WebSocket.',
    nb: 'En GET-forespørsel kan bare lese; send mutasjoner med POST og abonnementer over en WebSocket.',
    da: 'En GET-forespørgsel må kun læse; send mutationer med POST og abonnementer over en WebSocket.',
    sv: 'En GET-begäran får bara läsa; skicka mutationer med POST och prenumerationer över en WebSocket.',
  },
  SUBSCRIPTION_NEEDS_SOCKET: {
    en: 'Subscriptions are followed over a WebSocket at this same address (graphql-transport-ws).',
    nb: 'Abonnementer følges over en WebSocket på denne adressen (graphql-transport-ws).',
    da: 'Abonnementer følges over en WebSocket på denne adresse (graphql-transport-ws).',
    sv: 'Prenumerationer följs över en WebSocket på samma adress (graphql-transport-ws).',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    en: 'A POST request must carry application/json.',
    nb: 'En POST-forespørsel må ha innholdstypen application/json.',
    da: 'En POST-forespørgsel skal have indholdstypen application/json.',
    sv: 'En POST-begäran måste ha innehållstypen application/json.',
  },
  PAYLOAD_TOO_LARGE: {
    en: 'The request is larger than 1 MiB.',
    nb: 'Forespørselen er større enn 1 MiB.',
    da: 'Forespørgslen er større end 1 MiB.',
    sv: 'Begäran är större än 1 MiB.',
  },
  REQUEST_MALFORMED: {
    en: 'This is no GraphQL request: {field} is missing or not of the right kind.',
    nb: 'Dette er ingen GraphQL-forespørsel: {field} mangler eller er av feil slag.',
    da: 'Dette er ingen GraphQL-forespørgsel: {field} mangler eller er af forkert slags.',
    sv: 'Det här är ingen GraphQL-begäran: {field} saknas eller är av fel slag.',
  },
  OPERATION_UNKNOWN: {
    en: 'The document has several operations or none: name the one to execute in operationName.',
    nb: 'Dokumentet har flere operasjoner eller ingen: oppgi i operationName hvilken som skal utføres.',
    da: 'Dokumentet har flere operationer eller ingen: angiv i operationName, hvilken der skal udføres.',
    sv: 'Dokumentet har flera operationer eller ingen: ange i operationName vilken som ska utföras.',
  },
  TOO_MANY_TOKENS: {
    en: 'The document is too long: at most {max} words and signs are read.',
    nb: 'Dokumentet er for langt: høyst {max} ord og tegn blir lest.',
    da: 'Dokumentet er for langt: højst {max} ord og tegn bliver læst.',
    sv: 'Dokumentet är för långt: högst {max} ord och tecken läses.',
  },
  TOO_DEEP: {
    en: 'The document nests too deep: at most {max} levels are allowed.',
    nb: 'Dokumentet går for dypt: høyst {max} nivåer er tillatt.',
    da: 'Dokumentet går for dybt: højst {max} niveauer er tilladt.',
    sv: 'Dokumentet går för djupt: högst {max} nivåer är tillåtna.',
  },
  TOO_MANY_FIELDS: {
    en: 'The document asks for too many fields, repetitions included: at most {max} are allowed.',
    nb: 'Dokumentet spør om for mange felt, gjentakelser medregnet: høyst {max} er tillatt.',
    da: 'Dokumentet spørger om for mange felter, gentagelser medregnet: højst {max} er tilladt.',
    sv: 'Dokumentet frågar efter för många fält, upprepningar inräknade: högst {max} är tillåtna.',
  },
  TOO_MANY_ALIASES: {
    en: 'The document has too many aliases: at most {max} are allowed.',
    nb: 'Dokumentet har for mange alias: høyst {max} er tillatt.',
    da: 'Dokumentet har for mange aliasser: højst {max} er tilladt.',
    sv: 'Dokumentet har för många alias: högst {max} är tillåtna.',
  },
  TOO_MANY_DIRECTIVES: {
    en: 'The document has too many directives: at most {max} are allowed.',
    nb: 'Dokumentet har for mange direktiver: høyst {max} er tillatt.',
    da: 'Dokumentet har for mange direktiver: højst {max} er tilladt.',
    sv: 'Dokumentet har för många direktiv: högst {max} är tillåtna.',
  },
  TOO_MANY_DEFINITIONS: {
    en: 'The document has too many operations and fragments: at most {max} are allowed.',
    nb: 'Dokumentet har for mange operasjoner og fragmenter: høyst {max} er tillatt.',
    da: 'Dokumentet har for mange operationer og fragmenter: højst {max} er tilladt.',
    sv: 'Dokumentet har för många operationer och fragment: högst {max} är tillåtna.',
  },
  TOO_COSTLY: {
    en: 'This costs {cost}, and at most {max} is allowed: ask for shorter pages or fewer fields.',
    nb: 'Dette koster {cost}, og høyst {max} er tillatt: be om kortere sider eller færre felt.',
    da: 'Det her koster {cost}, og højst {max} er tilladt: bed om kortere sider eller færre felter.',
    sv: 'Det här kostar {cost}, och högst {max} är tillåtet: be om kortare sidor eller färre fält.',
  },
  RATE_LIMITED: {
    en: 'You have asked for much in a short time; try again in {seconds} s.',
    nb: 'Du har spurt om mye på kort tid; prøv igjen om {seconds} s.',
    da: 'Du har spurgt om meget på kort tid; prøv igen om {seconds} s.',
    sv: 'Du har frågat efter mycket på kort tid; försök igen om {seconds} s.',
  },
  TOO_MANY_OPERATIONS: {
    en: 'At most {max} operations run on one socket at a time: end one of them first.',
    nb: 'Høyst {max} operasjoner kjører samtidig på én socket: avslutt en av dem først.',
    da: 'Højst {max} operationer kører samtidig på én socket: afslut en af dem først.',
    sv: 'Högst {max} operationer körs samtidigt på en socket: avsluta en av dem först.',
  },
  TOO_MANY_SOCKETS: {
    en: 'As many sockets are open as the server can serve; try again later.',
    nb: 'Det er så mange socketer åpne som tjeneren kan betjene; prøv igjen senere.',
    da: 'Der er så mange sockets åbne, som serveren kan betjene; prøv igen senere.',
    sv: 'Så många socketar är öppna som servern kan betjäna; försök igen senare.',
  },
  ORIGIN_FORBIDDEN: {
    en: 'Pages of this site may not open sockets here: its origin has to be named in WAVEBOOK_ORIGINS.',
    nb: 'Sider på dette nettstedet kan ikke åpne socketer her: opprinnelsen må være nevnt i WAVEBOOK_ORIGINS.',
    da: 'Sider på dette websted må ikke åbne sockets her: oprindelsen skal være nævnt i WAVEBOOK_ORIGINS.',
    sv: 'Sidor på den här webbplatsen får inte öppna socketar här: ursprunget måste anges i WAVEBOOK_ORIGINS.',
  },
  NOT_FOUND: {
    en: 'There is nothing at this address.',
    nb: 'Det er ingenting på denne adressen.',
    da: 'Der er intet på denne adresse.',
    sv: 'Det finns inget på den här adressen.',
  },
} as const satisfies Readonly<Record<string, Phrase>>;

export type EdgeCode = keyof typeof edgePhrases;
